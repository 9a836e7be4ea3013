#include "cli/output/record.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <vector>

#include "cli/output/report.h"
#include "cli/output/terminal_text.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// The schema leads, so that a reader knows what follows before it comes.
Json with_schema(std::string_view schema, const Json& members)
{
    Json object{{"schema", schema}};
    object.update(members);
    return object;
}

// For the assert alone: what --field and CSV offer is what the JSON has.
[[maybe_unused]] bool has_the_fields(const Json& record, const RecordKind& kind)
{
    std::vector<std::string> names;
    for (const auto& [name, value] : record.items()) {
        names.push_back(name);
    }
    return std::ranges::equal(names, kind.fields);
}

// One step into a value: a member's name, or a place in a list. Null when there is no such thing.
Json step_into(const Json& value, std::string_view step)
{
    if (value.is_object()) {
        const auto found = value.find(std::string{step});
        return found == value.end() ? Json(nullptr) : *found;
    }
    std::size_t place = 0;
    const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), place);
    const bool whole = error == std::errc{} && end == step.data() + step.size();
    return value.is_array() && whole && place < value.size() ? value[place] : Json(nullptr);
}

Json value_at(const Json& record, std::string_view path)
{
    Json value = record;
    while (!path.empty()) {
        const std::string_view step = path.substr(0, path.find('.'));
        value = step_into(value, step);
        path.remove_prefix(std::min(path.size(), step.size() + 1));
    }
    return value;
}

std::string text_of(const Json& value)
{
    if (value.is_string()) {
        return value.get<std::string>();
    }
    return value.is_null() ? std::string{} : compact_json(value);
}

// RFC 4180: what could be taken for structure stands in quotes, and quotes are doubled.
std::string csv_cell(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char character : text) {
        quoted += character == '"' ? "\"\"" : std::string{character};
    }
    return quoted + '"';
}

void print_csv(Context& context, const RecordKind& kind, const Json& records)
{
    context.out << csv_heading(kind) << '\n';
    for (const Json& record : records) {
        context.out << csv_row(record, context.terminals.out) << '\n';
    }
}

// Always one line a record, whatever is in the text: scripts count on it.
void print_values(Context& context, std::string_view path, const Json& records)
{
    for (const Json& record : records) {
        context.out << printable(text_of(value_at(record, path))) << '\n';
    }
}

void print_lines(Context& context, const RecordKind& kind, const Json& records)
{
    for (const Json& record : records) {
        context.out << json_line(kind, record) << '\n';
    }
}

// The forms that know nothing around the records.
void print_bare(Context& context, const Output& output, const RecordKind& kind, const Json& records)
{
    assert(std::ranges::all_of(
        records, [&kind](const Json& record) { return has_the_fields(record, kind); }));
    if (!output.field.empty()) {
        print_values(context, output.field, records);
    } else if (output.format == OutputFormat::csv) {
        print_csv(context, kind, records);
    } else if (output.format == OutputFormat::name) {
        print_values(context, kind.name_field, records);
    } else {
        print_lines(context, kind, records);
    }
}

bool is_whole_object(const Output& output)
{
    return output.field.empty() && output.format == OutputFormat::json;
}

}  // namespace

// Text that is no UTF-8 has U+FFFD in it: a script must be able to read what it asked for.
std::string compact_json(const Json& json)
{
    return printable_json(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string json_line(const RecordKind& kind, const Json& record)
{
    return compact_json(with_schema(kind.schema, record));
}

// No field's name needs quotes.
std::string csv_heading(const RecordKind& kind)
{
    return fmt::format("{}", fmt::join(kind.fields, ","));
}

std::string csv_row(const Json& record, bool for_terminal)
{
    std::string row;
    for (const auto& [name, value] : record.items()) {
        row += csv_cell(text_of(value)) + ',';
    }
    row.pop_back();
    return for_terminal ? printable_lines(row) : row;
}

Json object_of(const RecordKind& kind, const Json& record)
{
    assert(has_the_fields(record, kind));
    return with_schema(kind.schema, record);
}

void print_record(Context& context,
                  const Output& output,
                  const RecordKind& kind,
                  const Json& record)
{
    if (is_whole_object(output)) {
        print_json(context, object_of(kind, record));
        return;
    }
    print_bare(context, output, kind, Json::array({record}));
}

void print_listing(Context& context, const Output& output, const Listing& listing)
{
    if (is_whole_object(output)) {
        print_json(context, with_schema(listing.schema, listing.members));
        return;
    }
    print_bare(context, output, listing.kind, listing.records);
}

}  // namespace azen::cli
