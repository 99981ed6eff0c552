//! Reading the OpenAPI description into what the page shows.

use super::{Answer, Call, Field, Group, Kind, KindOf, Object, Page, Span};
use serde_json::{Map, Value};

pub(super) fn page(description: &Value) -> Page {
    let operations: Vec<(&str, &str, &Value)> = entries(&description["paths"])
        .flat_map(|(path, item)| entries(item).map(move |(method, operation)| (path, method, operation)))
        .filter(|(_, method, _)| ["get", "put", "post"].contains(method))
        .collect();
    let groups = items(&description["tags"]).map(|tag| {
        let name = text(&tag["name"]);
        let is_of_tag = |operation: &Value| items(&operation["tags"]).any(|tag| text(tag) == name);
        let calls = operations.iter().filter(|(.., operation)| is_of_tag(operation));
        Group {
            anchor: name.to_lowercase().replace(' ', "-"),
            text: spans(text(&tag["description"])),
            calls: calls.map(|(path, method, operation)| call(path, method, operation)).collect(),
            name: name.to_owned(),
        }
    });
    Page {
        title: text(&description["info"]["title"]).to_owned(),
        intro: spans(text(&description["info"]["description"])),
        server: text(&description["servers"][0]["url"]).to_owned(),
        groups: groups.filter(|group| !group.calls.is_empty()).collect(),
        objects: entries(&description["components"]["schemas"])
            .map(|(name, schema)| object(name, schema))
            .collect(),
        problems: Kind::ALL,
    }
}

fn call(path: &str, method: &str, operation: &Value) -> Call {
    let parameters = items(&operation["parameters"]).map(|parameter| Field {
        name: text(&parameter["name"]).to_owned(),
        kind: kind_of(&parameter["schema"]),
        is_required: parameter["required"] == true,
        text: spans(text(&parameter["description"])),
    });
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    Call {
        anchor: text(&operation["operationId"]).to_owned(),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]).to_owned(),
        text: spans(text(&operation["description"])),
        scope: text(&operation["security"][0]["token"][0]).to_owned(),
        parameters: parameters.collect(),
        body: body["$ref"].is_string().then(|| kind_of(body)),
        body_fields: fields(body),
        answers: entries(&operation["responses"])
            .map(|(status, response)| answer(status, response))
            .collect(),
    }
}

fn answer(status: &str, response: &Value) -> Answer {
    let content = entries(&response["content"]).next();
    Answer {
        status: status.to_owned(),
        text: spans(text(&response["description"])),
        media: content.map(|(media, _)| media.to_owned()).unwrap_or_default(),
        kind: content.map(|(_, content)| kind_of(&content["schema"])),
    }
}

fn object(name: &str, schema: &Value) -> Object {
    Object {
        name: name.to_owned(),
        text: spans(text(&schema["description"])),
        fields: fields(schema),
        values: items(&schema["enum"]).map(|value| text(value).to_owned()).collect(),
    }
}

fn fields(schema: &Value) -> Vec<Field> {
    entries(&schema["properties"])
        .map(|(name, property)| Field {
            name: name.to_owned(),
            kind: kind_of(property),
            is_required: items(&schema["required"]).any(|required| text(required) == name),
            text: spans(text(&property["description"])),
        })
        .collect()
}

/// A schema in words: `uuid`, `integer or null`, `list of …`, or a name.
fn kind_of(schema: &Value) -> KindOf {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return KindOf { words: name.to_owned(), object: Some(name.to_owned()) };
    }
    let several = if schema["oneOf"].is_array() { &schema["oneOf"] } else { &schema["type"] };
    let Value::Array(several) = several else { return plain(schema, text(&schema["type"])) };
    let kinds: Vec<KindOf> = several
        .iter()
        .map(|one| if let Some(name) = one.as_str() { plain(schema, name) } else { kind_of(one) })
        .filter(|kind| kind.words != "null")
        .collect();
    let words: Vec<&str> = kinds.iter().map(|kind| kind.words.as_str()).chain(["null"]).collect();
    KindOf { words: words.join(" or "), object: kinds.iter().find_map(|kind| kind.object.clone()) }
}

fn plain(schema: &Value, kind: &str) -> KindOf {
    let items = &schema["items"];
    if kind == "array" {
        let of = kind_of(items);
        return KindOf { words: format!("list of {}", of.words), object: of.object };
    }
    let format = schema["format"].as_str().filter(|_| kind == "string");
    KindOf { words: format.unwrap_or(kind).to_owned(), object: None }
}

/// Text with code between backticks.
fn spans(text: &str) -> Vec<Span> {
    let pieces =
        text.split('`').enumerate().map(|(at, piece)| Span { text: piece.to_owned(), is_code: at % 2 == 1 });
    pieces.filter(|span| !span.text.is_empty()).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn kinds_are_said_in_words() {
        let words = |schema: Value| kind_of(&schema).words;
        assert_eq!(words(json!({"type": "string", "format": "uuid"})), "uuid");
        assert_eq!(words(json!({"type": ["string", "null"], "format": "date-time"})), "date-time or null");
        assert_eq!(
            words(json!({"type": "array", "items": {"$ref": "#/components/schemas/Line"}})),
            "list of Line"
        );
        assert_eq!(
            words(json!({"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Run"}]})),
            "Run or null"
        );
        assert_eq!(words(json!({"type": "integer", "format": "int64"})), "integer");
    }
}
