// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/yaml_json.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/json.h"

static json_t *scalar_json(const yaml_node_t *node)
{
	const char *text = (const char *)node->data.scalar.value;
	size_t digits = strspn(text, "0123456789");

	if (node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return json_text(text);
	if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
		return json_boolean(text[0] == 't');
	if (digits && digits < 16 && !text[digits])
		return json_integer(strtoll(text, NULL, 10));
	return json_text(text);
}

/* A rule file nests four levels deep. NOLINTNEXTLINE(misc-no-recursion) */
static json_t *node_json(yaml_document_t *document, int id)
{
	yaml_node_t *node = yaml_document_get_node(document, id);
	json_t *json;

	if (node->type == YAML_SEQUENCE_NODE) {
		json = json_array();
		for (int *item = node->data.sequence.items.start; item < node->data.sequence.items.top;
		     item++)
			json_array_append_new(json, node_json(document, *item));
		return json;
	}
	if (node->type != YAML_MAPPING_NODE)
		return scalar_json(node);
	json = json_object();
	for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top;
	     pair++) {
		const yaml_node_t *key = yaml_document_get_node(document, pair->key);

		json_object_set_new(json, (const char *)key->data.scalar.value,
				    node_json(document, pair->value));
	}
	return json;
}

json_t *yaml_json(const char *text, size_t length)
{
	yaml_document_t document;
	yaml_parser_t parser;
	json_t *json = NULL;

	if (!yaml_parser_initialize(&parser))
		return NULL;
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
	if (yaml_parser_load(&parser, &document)) {
		if (yaml_document_get_root_node(&document))
			json = node_json(&document, 1);
		yaml_document_delete(&document);
	}
	yaml_parser_delete(&parser);
	return json;
}
