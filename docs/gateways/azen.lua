-- Asks azen whether a request may pass, and leaves the answer in variables of the transaction.
-- No answer at all is status 0, which haproxy.cfg refuses.

local address = "http://127.0.0.1:8080/api/v1/verify"

local function first(headers, name)
    return headers and headers[name] and headers[name][0] or ""
end

core.register_action("azen_verify", { "http-req" }, function(txn)
    local asked = txn.http:req_get_headers()
    -- All of them, as they came: two keys in one request are azen's to refuse.
    local keys = {}
    for _, key in pairs(asked["azen-api-key"] or {}) do
        table.insert(keys, key)
    end
    -- Who used which secret; azen believes it with --behind-tls-proxy.
    local passed_on = {
        ["azen-api-key"] = keys,
        ["user-agent"] = { first(asked, "user-agent") },
        ["x-forwarded-for"] = { tostring(txn.f:src() or "") },
    }
    local permission = txn:get_var("txn.azen_permission")
    local url = permission and address .. "?permission=" .. permission or address
    local answer = core.httpclient():get({ url = url, headers = passed_on, timeout = 5000 })
    local status = answer and answer.status or 0
    local headers = answer and answer.headers or {}
    txn:set_var("txn.azen_status", status)
    txn:set_var("txn.azen_retry_after", first(headers, "retry-after"))
    txn:set_var("txn.azen_challenge", first(headers, "www-authenticate"))
    txn:set_var("txn.azen_user_id", first(headers, "azen-user-id"))
    txn:set_var("txn.azen_api_key_id", first(headers, "azen-api-key-id"))
    txn:set_var("txn.azen_organization_id", first(headers, "azen-organization-id"))
end)
