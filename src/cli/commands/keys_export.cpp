#include "cli/commands/keys_export.h"

#include <set>

#include "cli/key_selection.h"
#include "cli/output/terminal_text.h"
#include "core/transfer/key_line.h"

namespace azen::cli::keys_export {
namespace {

/// Writes one key after another, in either form.
class Writer {
public:
    Writer(std::ostream& out, const Output& output) : out_{out}, format_{output.format} {}

    // The one object is put together by hand, so that no more than a key is ever held.
    void begin()
    {
        if (format_ == OutputFormat::json) {
            out_ << R"({"schema": "azen.exported-keys/v1", "keys": [)";
        }
    }
    void add(const PortableKey& key)
    {
        if (format_ == OutputFormat::json) {
            out_ << separator_ << printable_json(key_line::format(key));
            separator_ = ",\n";
        } else {
            out_ << printable_json(key_line::format(key)) << '\n';
        }
    }
    void end()
    {
        if (format_ == OutputFormat::json) {
            out_ << "]}\n";
        }
    }

private:
    std::ostream& out_;
    OutputFormat format_;
    std::string_view separator_ = "\n";
};

// All of them before anything is written: a mistyped name should not leave half an export.
Result<std::set<std::string>> find_ids(const Options& options, KeyService& keys, Context& context)
{
    std::set<std::string> ids;
    for (const std::string& reference : TRY(read_references(options.references, context))) {
        ids.insert(TRY(keys.find(reference)).id);
    }
    return ids;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    TRY(refuse_session(where, "an export"));
    return Options{.references = arguments.values("KEY"), .where = where};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    const std::set<std::string> ids = TRY(find_ids(options, *keys, context));
    Writer writer{context.out, options.where.output()};
    writer.begin();
    TRY(keys->export_each([&](const PortableKey& key) -> Result<void> {
        if (options.references.empty() || ids.contains(key.key.id)) {
            writer.add(key);
        }
        return {};
    }));
    writer.end();
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_export
