#pragma once

#include <cstdint>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "cli/output/record_kind.h"

namespace azen::cli {

/// print_listing() for records that are too many to hold: each is printed when it is added.
/// `context` outlives it.
class RecordStream {
public:
    /// `schema` and `member` are for OutputFormat::json: the object around the records, and what
    /// their list is called in it. Precondition: the form is json, jsonl or csv.
    RecordStream(Context& context,
                 const Output& output,
                 const RecordKind& kind,
                 std::string_view schema,
                 std::string_view member);

    /// An object with the kind's fields.
    void add(const nlohmann::ordered_json& record);
    std::int64_t count() const { return count_; }

    /// After the last one. Without it, JSON ends in the middle, so that nobody takes it for all.
    void finish();

private:
    Context& context_;
    OutputFormat format_;
    const RecordKind& kind_;
    std::int64_t count_ = 0;
};

}  // namespace azen::cli
