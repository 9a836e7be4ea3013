#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "cli/output/record_kind.h"

/// Results as scripts see them: each command describes what it tells once, as JSON, and every other
/// form is made from that.
namespace azen::cli {

/// Several records of a kind, and the one object that tells of all of them.
struct Listing {
    std::string_view schema;         // of the object: "azen.keys/v1"
    nlohmann::ordered_json members;  // of the object, without "schema"
    const RecordKind& kind;
    nlohmann::ordered_json records;  // an array of objects with the kind's fields
};

/// The parts that the forms are made of, without line ends: compact JSON, the same with the schema
/// in front, and rows of CSV, which a terminal must not obey.
std::string compact_json(const nlohmann::ordered_json& json);
std::string json_line(const RecordKind& kind, const nlohmann::ordered_json& record);
std::string csv_heading(const RecordKind& kind);
std::string csv_row(const nlohmann::ordered_json& record, bool for_terminal);

/// The object that tells of one record: the record with its schema before it.
nlohmann::ordered_json object_of(const RecordKind& kind, const nlohmann::ordered_json& record);

/// Prints one record, an object with the kind's fields, in the form asked for.
/// Precondition for both that print: the form is not the one for people.
void print_record(Context& context,
                  const Output& output,
                  const RecordKind& kind,
                  const nlohmann::ordered_json& record);

/// Prints records: OutputFormat::json gives the object that tells of all, any other form the
/// records alone. None at all is an empty list, and a lone heading in CSV.
void print_listing(Context& context, const Output& output, const Listing& listing);

}  // namespace azen::cli
