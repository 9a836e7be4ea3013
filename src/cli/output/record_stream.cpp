#include "cli/output/record_stream.h"

#include <nlohmann/json.hpp>

#include "cli/output/record.h"

namespace azen::cli {

using Json = nlohmann::ordered_json;

RecordStream::RecordStream(Context& context,
                           const Output& output,
                           const RecordKind& kind,
                           std::string_view schema,
                           std::string_view member)
    : context_{context}, format_{output.format}, kind_{kind}
{
    if (format_ == OutputFormat::csv) {
        context_.out << csv_heading(kind) << '\n';
    } else if (format_ == OutputFormat::json) {
        context_.out << "{\"schema\":" << Json(schema) << "," << Json(member) << ":[";
    }
}

void RecordStream::add(const Json& record)
{
    if (format_ == OutputFormat::csv) {
        context_.out << csv_row(record, context_.terminals.out) << '\n';
    } else if (format_ == OutputFormat::json) {
        context_.out << (count_ == 0 ? "\n" : ",\n") << compact_json(record);
    } else {
        context_.out << json_line(kind_, record) << '\n';
    }
    ++count_;
}

void RecordStream::finish()
{
    if (format_ == OutputFormat::json) {
        context_.out << "\n]}\n";
    }
}

}  // namespace azen::cli
