#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "cli/context.h"
#include "cli/list_page.h"
#include "cli/output/output_form.h"
#include "core/audit/audit_chain.h"
#include "core/audit/audit_entry.h"

/// How the audit trail looks: to people, and as JSON.
namespace azen::cli {

/// A table, or an object of schema azen.audit/v1. Further pages are told of on the error stream.
void print_audit_page(Context& context,
                      std::span<const AuditRow> rows,
                      const ListPage& page,
                      const Output& output);

/// One entry on one line, for people, or as an object of schema azen.audit-entry/v1.
void print_audit_line(Context& context, const AuditRow& row, const Output& output);

/// What a check of the trail came to.
struct AuditCheck {
    audit_chain::ChainEnd end;                     // up to where it is in order
    std::optional<audit_chain::ChainFault> fault;  // what comes after that
};

/// A sentence, or an object of schema azen.audit-check/v1.
void print_audit_check(Context& context, const AuditCheck& check, const Output& output);

}  // namespace azen::cli
