#include "cli/bulk/import_record.h"
#include "cli/output/terminal_text.h"

#include "expect.h"

using namespace azen;
using namespace azen::cli;
using azen::fuzz::expect;

// Whatever comes out is what a server takes, and has a key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view line = fuzz::text_of(data, size);
    for (const ImportFormat format : {ImportFormat::lines, ImportFormat::jsonl}) {
        const auto memory = parse_import_record(line, format);
        if (!memory) {
            expect(!memory.error().message.empty());
            continue;
        }
        expect(!memory->text.empty() && is_utf8(memory->text));
        expect(memory->dedup_key && !memory->dedup_key->empty());
        expect(display_width(*memory->dedup_key) <= 256);
        expect(parse_import_record(line, format)->dedup_key == memory->dedup_key);
    }
    return 0;
}
