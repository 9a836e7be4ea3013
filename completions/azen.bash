# Completions of azen for bash, written by `azen help --completion bash`.

# What `azen complete` lists and begins with the word being typed.
_azen_names() {
    local name
    while IFS= read -r name; do
        [[ $name == "$current"* ]] && COMPREPLY+=("$name")
    done < <("${COMP_WORDS[0]}" complete "$1" 2>/dev/null)
}

_azen() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command= candidates= positional=none index
    COMPREPLY=()
    if [[ $current == '=' ]]; then
        current=
    elif [[ $previous == '=' ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((index = 1; index < COMP_CWORD && index < 3; index++)); do
        [[ ${COMP_WORDS[index]} == -* ]] && break
        command+="${command:+ }${COMP_WORDS[index]}"
    done

    case "$command $previous" in
    *\ --add) return ;;
    *\ --anchor) return ;;
    *\ --at) return ;;
    *\ --base-url) return ;;
    *\ --checkpoint) compopt -o default; return ;;
    *\ --completion) mapfile -t COMPREPLY < <(compgen -W 'bash zsh fish' -- "$current"); return ;;
    *\ --cors-origin) return ;;
    *\ --db) compopt -o default; return ;;
    *\ --dedup-key) return ;;
    *\ --deliver) return ;;
    *\ --drain-timeout) return ;;
    *\ --email) return ;;
    *\ --exclude) return ;;
    *\ --expires) return ;;
    *\ --expiring) return ;;
    keys\ verify\ --field) mapfile -t COMPREPLY < <(compgen -W 'accepted reason apiKeyId name userId organizationId requestsLeft quotaRemaining waitMs' -- "$current"); return ;;
    keys\ usage\ --field | usage*\ --field) mapfile -t COMPREPLY < <(compgen -W 'apiKeyId range labels series summary' -- "$current"); return ;;
    memory\ import\ --field) mapfile -t COMPREPLY < <(compgen -W 'complete created duplicated rejected skipped rejects' -- "$current"); return ;;
    scan*\ --field) mapfile -t COMPREPLY < <(compgen -W 'file line column start form state apiKeyId name' -- "$current"); return ;;
    memory\ search\ --field) mapfile -t COMPREPLY < <(compgen -W 'id content metadata createdAt embedded score' -- "$current"); return ;;
    memory\ list\ --field | memory\ get\ --field) mapfile -t COMPREPLY < <(compgen -W 'id content metadata createdAt embedded' -- "$current"); return ;;
    users\ create\ --field | users\ list\ --field | users\ passwd\ --field | users\ enable\ --field | users\ disable\ --field) mapfile -t COMPREPLY < <(compgen -W 'id name email hasPassword disabledAt createdAt updatedAt' -- "$current"); return ;;
    orgs\ create\ --field | orgs\ list\ --field) mapfile -t COMPREPLY < <(compgen -W 'id name slug logo metadata createdAt' -- "$current"); return ;;
    keys\ prune\ --field) mapfile -t COMPREPLY < <(compgen -W 'id name start organizationId cause since requestCount' -- "$current"); return ;;
    keys\ show\ --field) mapfile -t COMPREPLY < <(compgen -W 'id name start prefix userId organizationId status enabled expiresAt revokedAt rateLimitEnabled rateLimitMax rateLimitTimeWindow remaining refillAmount refillInterval lastRefillAt requestCount lastRequest permissions metadata createdAt updatedAt secrets' -- "$current"); return ;;
    keys\ list\ --field | keys\ name\ --field | keys\ enable\ --field | keys\ disable\ --field | keys\ expire\ --field | keys\ limit\ --field | keys\ permit\ --field | keys\ delete\ --field) mapfile -t COMPREPLY < <(compgen -W 'id name start prefix userId organizationId status enabled expiresAt revokedAt rateLimitEnabled rateLimitMax rateLimitTimeWindow remaining refillAmount refillInterval lastRefillAt requestCount lastRequest permissions metadata createdAt updatedAt' -- "$current"); return ;;
    sessions\ list\ --field | sessions\ revoke\ --field) mapfile -t COMPREPLY < <(compgen -W 'id userId userName activeOrganizationId ipAddress userAgent expiresAt createdAt updatedAt' -- "$current"); return ;;
    audit\ verify\ --field) mapfile -t COMPREPLY < <(compgen -W 'intact end fault sequence' -- "$current"); return ;;
    keys\ import\ --field) mapfile -t COMPREPLY < <(compgen -W 'line id name outcome problem' -- "$current"); return ;;
    store\ rekey\ --field) mapfile -t COMPREPLY < <(compgen -W 'masterKeyId isNew resealed notOpened remaining droppedMasterKeys' -- "$current"); return ;;
    memory\ add\ --field) mapfile -t COMPREPLY < <(compgen -W 'memoryId createdAt duplicated' -- "$current"); return ;;
    memory\ delete\ --field) mapfile -t COMPREPLY < <(compgen -W 'memoryId deleted error' -- "$current"); return ;;
    profile\ add\ --field | profile\ use\ --field | profile\ list\ --field | profile\ show\ --field | profile\ remove\ --field) mapfile -t COMPREPLY < <(compgen -W 'name used baseUrl keyFile keyFileState keyCommand db' -- "$current"); return ;;
    config\ explain\ --field) mapfile -t COMPREPLY < <(compgen -W 'name value origin' -- "$current"); return ;;
    store\ restore\ --field) mapfile -t COMPREPLY < <(compgen -W 'path replaced schemaVersion keys memories masterKeyId masterKey' -- "$current"); return ;;
    store\ info\ --field) mapfile -t COMPREPLY < <(compgen -W 'path schemaVersion sizeBytes logBytes keys memories organizations users sessions auditEntries journal masterKeyId' -- "$current"); return ;;
    store\ backup\ --field) mapfile -t COMPREPLY < <(compgen -W 'path sizeBytes schemaVersion keys memories masterKeyId masterKeyFile' -- "$current"); return ;;
    keys\ check\ --field) mapfile -t COMPREPLY < <(compgen -W 'rule apiKeyId name start moment' -- "$current"); return ;;
    audit\ list\ --field) mapfile -t COMPREPLY < <(compgen -W 'sequence at actorKind actorId actorName origin action subjectId subjectName change previous hash' -- "$current"); return ;;
    store\ check\ --field) mapfile -t COMPREPLY < <(compgen -W 'sound path checks' -- "$current"); return ;;
    status*\ --field) mapfile -t COMPREPLY < <(compgen -W 'usable store server' -- "$current"); return ;;
    orgs\ members\ --field) mapfile -t COMPREPLY < <(compgen -W 'userId userName email role id organizationId createdAt' -- "$current"); return ;;
    version*\ --field) mapfile -t COMPREPLY < <(compgen -W 'version' -- "$current"); return ;;
    *\ --file) compopt -o default; return ;;
    *\ --for) return ;;
    *\ --format) mapfile -t COMPREPLY < <(compgen -W 'auto lines jsonl' -- "$current"); return ;;
    *\ --from) mapfile -t COMPREPLY < <(compgen -W 'azen better-auth' -- "$current"); return ;;
    *\ --grace) return ;;
    *\ --grant) return ;;
    *\ --idempotency-key) return ;;
    *\ --key-command) return ;;
    *\ --key-file) compopt -o default; return ;;
    *\ --key-id) return ;;
    *\ --limit) return ;;
    *\ --listen) return ;;
    *\ --log-file) compopt -o default; return ;;
    *\ --man) return ;;
    *\ --master-key-file) compopt -o default; return ;;
    *\ --max-age) return ;;
    *\ --max-connections) return ;;
    *\ --max-connections-per-address) return ;;
    *\ --metadata) return ;;
    *\ --older-than) return ;;
    *\ --on-conflict) mapfile -t COMPREPLY < <(compgen -W 'fail skip replace' -- "$current"); return ;;
    *\ --organization) return ;;
    keys\ usage\ --output | keys\ usage\ -o | usage*\ --output | usage*\ -o) mapfile -t COMPREPLY < <(compgen -W 'auto chart table json jsonl csv' -- "$current"); return ;;
    memory\ export\ --output | memory\ export\ -o) mapfile -t COMPREPLY < <(compgen -W 'jsonl json csv' -- "$current"); return ;;
    keys\ export\ --output | keys\ export\ -o) mapfile -t COMPREPLY < <(compgen -W 'jsonl json' -- "$current"); return ;;
    keys\ create\ --output | keys\ create\ -o | keys\ rotate\ --output | keys\ rotate\ -o) mapfile -t COMPREPLY < <(compgen -W 'table json env dotenv' -- "$current"); return ;;
    keys\ check\ --output | keys\ check\ -o) mapfile -t COMPREPLY < <(compgen -W 'table json jsonl csv name sarif' -- "$current"); return ;;
    keys\ list\ --output | keys\ list\ -o | keys\ show\ --output | keys\ show\ -o | keys\ name\ --output | keys\ name\ -o | keys\ enable\ --output | keys\ enable\ -o | keys\ disable\ --output | keys\ disable\ -o | keys\ expire\ --output | keys\ expire\ -o | keys\ limit\ --output | keys\ limit\ -o | keys\ permit\ --output | keys\ permit\ -o | keys\ delete\ --output | keys\ delete\ -o | keys\ prune\ --output | keys\ prune\ -o | keys\ import\ --output | keys\ import\ -o | users\ create\ --output | users\ create\ -o | users\ list\ --output | users\ list\ -o | users\ passwd\ --output | users\ passwd\ -o | users\ enable\ --output | users\ enable\ -o | users\ disable\ --output | users\ disable\ -o | orgs\ create\ --output | orgs\ create\ -o | orgs\ list\ --output | orgs\ list\ -o | orgs\ members\ --output | orgs\ members\ -o | sessions\ list\ --output | sessions\ list\ -o | sessions\ revoke\ --output | sessions\ revoke\ -o | memory\ add\ --output | memory\ add\ -o | memory\ list\ --output | memory\ list\ -o | memory\ get\ --output | memory\ get\ -o | memory\ search\ --output | memory\ search\ -o | memory\ delete\ --output | memory\ delete\ -o | profile\ add\ --output | profile\ add\ -o | profile\ use\ --output | profile\ use\ -o | profile\ list\ --output | profile\ list\ -o | profile\ show\ --output | profile\ show\ -o | profile\ remove\ --output | profile\ remove\ -o | config\ explain\ --output | config\ explain\ -o) mapfile -t COMPREPLY < <(compgen -W 'table json jsonl csv name' -- "$current"); return ;;
    scan*\ --output | scan*\ -o) mapfile -t COMPREPLY < <(compgen -W 'table json jsonl csv sarif' -- "$current"); return ;;
    audit\ list\ --output | audit\ list\ -o) mapfile -t COMPREPLY < <(compgen -W 'table json jsonl csv' -- "$current"); return ;;
    keys\ verify\ --output | keys\ verify\ -o | audit\ verify\ --output | audit\ verify\ -o | memory\ import\ --output | memory\ import\ -o | status*\ --output | status*\ -o | store\ backup\ --output | store\ backup\ -o | store\ restore\ --output | store\ restore\ -o | store\ check\ --output | store\ check\ -o | store\ rekey\ --output | store\ rekey\ -o | store\ info\ --output | store\ info\ -o | version*\ --output | version*\ -o) mapfile -t COMPREPLY < <(compgen -W 'table json' -- "$current"); return ;;
    audit\ follow\ --output | audit\ follow\ -o) mapfile -t COMPREPLY < <(compgen -W 'table jsonl' -- "$current"); return ;;
    *\ --owner) return ;;
    *\ --page) return ;;
    *\ --parallel) return ;;
    *\ --password-file) compopt -o default; return ;;
    *\ --per) return ;;
    *\ --permission) return ;;
    *\ --permissions) return ;;
    *\ --prefix) return ;;
    *\ --profile) _azen_names profiles; return ;;
    *\ --quota) return ;;
    *\ --rate) return ;;
    *\ --refill) return ;;
    *\ --rejects) compopt -o default; return ;;
    *\ --remove) return ;;
    *\ --revoke) return ;;
    *\ --role) mapfile -t COMPREPLY < <(compgen -W 'owner admin member' -- "$current"); return ;;
    *\ --server) return ;;
    *\ --session-file) compopt -o default; return ;;
    *\ --set) return ;;
    *\ --since) return ;;
    *\ --slug) return ;;
    *\ --start-grace) mapfile -t COMPREPLY < <(compgen -W 'first-use now' -- "$current"); return ;;
    *\ --subject) return ;;
    *\ --threads) return ;;
    *\ --timeout) return ;;
    *\ --tls-cert) compopt -o default; return ;;
    *\ --tls-key) compopt -o default; return ;;
    *\ --to-directory) compopt -o default; return ;;
    *\ --to-fd) return ;;
    *\ --to-file) compopt -o default; return ;;
    *\ --top-k) return ;;
    *\ --unused) return ;;
    *\ --user) return ;;
    *\ --variable) return ;;
    *\ --wait-at-most) return ;;
    *\ --wait-unused) return ;;
    esac

    case $command in
    '') candidates='--help --version audit config help keys memory orgs profile scan serve sessions status store usage users version' ;;
    'audit') candidates='export follow list verify' ;;
    'config') candidates='explain' ;;
    'keys') candidates='check create delete disable enable expire export import limit list name permit prune rotate show usage verify' ;;
    'memory') candidates='add delete export get import list search' ;;
    'orgs') candidates='create list members' ;;
    'profile') candidates='add list remove show use' ;;
    'sessions') candidates='list revoke' ;;
    'store') candidates='backup check info rekey restore' ;;
    'users') candidates='create disable enable list passwd' ;;
    'keys create') candidates='--expires --rate --quota --refill --permissions --organization --user --prefix --metadata --disabled --to-file --to-fd --deliver --variable --idempotency-key --dry-run --db --server --remote --key-file --session-file --timeout --output --profile --quiet --no-input --no-pager --help' positional=none ;;
    'keys list') candidates='--page --limit --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'keys show') candidates='--db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys rotate') candidates='--grace --start-grace --now --finish --abort --wait-unused --wait-at-most --all --older-than --to-file --to-fd --deliver --to-directory --variable --idempotency-key --yes --dry-run --db --server --remote --key-file --session-file --timeout --output --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys name') candidates='--dry-run --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys enable') candidates='--dry-run --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys disable') candidates='--dry-run --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys expire') candidates='--dry-run --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys limit') candidates='--rate --quota --refill --dry-run --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys permit') candidates='--grant --revoke --set --dry-run --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys delete') candidates='--yes --dry-run --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys verify') candidates='--permission --explain --at --key-file --key-stdin --db --server --remote --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'keys usage') candidates='--db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys check') candidates='--expiring --unused --max-age --no-expiry --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'keys prune') candidates='--expired --revoked --exhausted --for --dry-run --yes --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'keys export') candidates='--db --server --remote --key-file --session-file --timeout --output --profile --quiet --no-input --no-pager --help' positional=keys ;;
    'keys import') candidates='--from --on-conflict --organization --user --trust-metadata --dry-run --db --server --remote --key-file --session-file --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=file ;;
    'users create') candidates='--email --password-file --password-stdin --dry-run --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'users list') candidates='--page --limit --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'users passwd') candidates='--email --password-file --password-stdin --dry-run --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'users enable') candidates='--dry-run --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'users disable') candidates='--dry-run --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'orgs create') candidates='--slug --owner --dry-run --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'orgs list') candidates='--page --limit --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'orgs members') candidates='--add --role --remove --dry-run --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'sessions list') candidates='--user --page --limit --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'sessions revoke') candidates='--user --dry-run --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'audit list') candidates='--subject --since --page --limit --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'audit follow') candidates='--db --output --profile --quiet --no-input --no-pager --help' positional=none ;;
    'audit verify') candidates='--anchor --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'audit export') candidates='--db --profile --quiet --no-input --no-pager --help' positional=none ;;
    'memory add') candidates='--file --dedup-key --metadata --dry-run --base-url --key-file --key-stdin --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'memory list') candidates='--page --per --base-url --key-file --key-stdin --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'memory get') candidates='--base-url --key-file --key-stdin --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'memory search') candidates='--top-k --base-url --key-file --key-stdin --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'memory delete') candidates='--all --parallel --yes --dry-run --base-url --key-file --key-stdin --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'memory import') candidates='--format --checkpoint --rejects --parallel --dry-run --base-url --key-file --key-stdin --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=file ;;
    'memory export') candidates='--base-url --key-file --key-stdin --timeout --output --profile --quiet --no-input --no-pager --help' positional=none ;;
    usage | usage\ *) candidates='--key-id --base-url --key-file --key-stdin --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    scan | scan\ *) candidates='--staged --exclude --revoke-found --rotate-found --to-directory --deliver --grace --now --yes --dry-run --print-gitleaks-rule --print-pre-commit-hook --db --output --field --profile --quiet --no-input --no-pager --help' positional=file ;;
    'profile add') candidates='--base-url --key-file --key-command --key-stdin --db --replace --dry-run --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'profile use') candidates='--dry-run --output --field --profile --quiet --no-input --no-pager --help' positional=profiles ;;
    'profile list') candidates='--output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'profile show') candidates='--output --field --profile --quiet --no-input --no-pager --help' positional=profiles ;;
    'profile remove') candidates='--yes --dry-run --output --field --profile --quiet --no-input --no-pager --help' positional=profiles ;;
    'config explain') candidates='--db --base-url --key-file --key-stdin --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    serve | serve\ *) candidates='--listen --threads --max-connections --max-connections-per-address --tls-cert --tls-key --behind-tls-proxy --log-file --no-access-log --cors-origin --public-metrics --master-key-file --drain-timeout --db --profile --quiet --no-input --no-pager --help' positional=none ;;
    status | status\ *) candidates='--check-key --db --master-key-file --base-url --key-file --key-stdin --timeout --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'store backup') candidates='--with-master-key --replace --master-key-file --db --output --field --profile --quiet --no-input --no-pager --help' positional=file ;;
    'store restore') candidates='--with-master-key --yes --dry-run --db --output --field --profile --quiet --no-input --no-pager --help' positional=file ;;
    'store check') candidates='--master-key-file --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'store rekey') candidates='--drop-old --master-key-file --dry-run --db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    'store info') candidates='--db --output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    version | version\ *) candidates='--output --field --profile --quiet --no-input --no-pager --help' positional=none ;;
    help | help\ *) candidates='--man --completion --profile --quiet --no-input --no-pager --help' positional=none ;;
    *) return ;;
    esac

    if [[ $positional == file && $current != -* ]]; then
        compopt -o default
    elif [[ $positional != none && $current != -* ]]; then
        _azen_names "$positional"
    else
        mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$current")
    fi
}

complete -F _azen azen
