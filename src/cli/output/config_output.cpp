#include "cli/output/config_output.h"

#include "cli/output/record.h"
#include "cli/output/text_table.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

void print_settings(Context& context, std::span<const SettingReport> settings, const Output& output)
{
    if (output.is_for_people()) {
        TextTable table{{"SETTING", "VALUE", "FROM"}};
        for (const SettingReport& setting : settings) {
            table.add({setting.name, setting.value, setting.origin});
        }
        table.print(context.out);
        return;
    }
    Json list = Json::array();
    for (const SettingReport& setting : settings) {
        list.push_back(
            {{"name", setting.name}, {"value", setting.value}, {"origin", setting.origin}});
    }
    print_listing(context,
                  output,
                  {.schema = "azen.config/v1",
                   .members = {{"settings", list}},
                   .kind = kind::setting,
                   .records = list});
}

}  // namespace azen::cli
