# Completions of azen for bash, written by `azen help --completion bash`.

_azen() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command= candidates= positional= index name
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
    *\ --at) return ;;
    *\ --base-url) return ;;
    *\ --completion) mapfile -t COMPREPLY < <(compgen -W 'bash zsh fish' -- "$current"); return ;;
    *\ --cors-origin) return ;;
    *\ --db) compopt -o default; return ;;
    *\ --dedup-key) return ;;
    *\ --drain-timeout) return ;;
    *\ --exclude) return ;;
    *\ --expires) return ;;
    keys\ verify\ --field) mapfile -t COMPREPLY < <(compgen -W 'accepted reason apiKeyId name userId organizationId requestsLeft quotaRemaining waitMs' -- "$current"); return ;;
    keys\ usage\ --field | usage*\ --field) mapfile -t COMPREPLY < <(compgen -W 'apiKeyId range labels series summary' -- "$current"); return ;;
    scan*\ --field) mapfile -t COMPREPLY < <(compgen -W 'file line column start form state apiKeyId name' -- "$current"); return ;;
    memory\ search\ --field) mapfile -t COMPREPLY < <(compgen -W 'id content metadata createdAt embedded score' -- "$current"); return ;;
    memory\ list\ --field | memory\ get\ --field) mapfile -t COMPREPLY < <(compgen -W 'id content metadata createdAt embedded' -- "$current"); return ;;
    keys\ list\ --field | keys\ show\ --field | keys\ name\ --field | keys\ enable\ --field | keys\ disable\ --field | keys\ expire\ --field | keys\ limit\ --field | keys\ permit\ --field | keys\ delete\ --field) mapfile -t COMPREPLY < <(compgen -W 'id name start prefix userId organizationId status enabled expiresAt revokedAt rateLimitEnabled rateLimitMax rateLimitTimeWindow remaining refillAmount refillInterval lastRefillAt requestCount lastRequest permissions metadata createdAt updatedAt' -- "$current"); return ;;
    memory\ add\ --field) mapfile -t COMPREPLY < <(compgen -W 'memoryId createdAt duplicated' -- "$current"); return ;;
    memory\ delete\ --field) mapfile -t COMPREPLY < <(compgen -W 'memoryId deleted' -- "$current"); return ;;
    status*\ --field) mapfile -t COMPREPLY < <(compgen -W 'usable store server' -- "$current"); return ;;
    version*\ --field) mapfile -t COMPREPLY < <(compgen -W 'version' -- "$current"); return ;;
    *\ --file) compopt -o default; return ;;
    *\ --grant) return ;;
    *\ --key-file) compopt -o default; return ;;
    *\ --key-id) return ;;
    *\ --limit) return ;;
    *\ --listen) return ;;
    *\ --man) return ;;
    *\ --master-key-file) compopt -o default; return ;;
    *\ --metadata) return ;;
    *\ --organization) return ;;
    keys\ list\ --output | keys\ list\ -o | keys\ show\ --output | keys\ show\ -o | keys\ name\ --output | keys\ name\ -o | keys\ enable\ --output | keys\ enable\ -o | keys\ disable\ --output | keys\ disable\ -o | keys\ expire\ --output | keys\ expire\ -o | keys\ limit\ --output | keys\ limit\ -o | keys\ permit\ --output | keys\ permit\ -o | keys\ delete\ --output | keys\ delete\ -o | memory\ add\ --output | memory\ add\ -o | memory\ list\ --output | memory\ list\ -o | memory\ get\ --output | memory\ get\ -o | memory\ search\ --output | memory\ search\ -o | memory\ delete\ --output | memory\ delete\ -o) mapfile -t COMPREPLY < <(compgen -W 'table json jsonl csv name' -- "$current"); return ;;
    scan*\ --output | scan*\ -o) mapfile -t COMPREPLY < <(compgen -W 'table json jsonl csv sarif' -- "$current"); return ;;
    keys\ usage\ --output | keys\ usage\ -o | usage*\ --output | usage*\ -o) mapfile -t COMPREPLY < <(compgen -W 'table json jsonl csv' -- "$current"); return ;;
    keys\ create\ --output | keys\ create\ -o | keys\ verify\ --output | keys\ verify\ -o | status*\ --output | status*\ -o | version*\ --output | version*\ -o) mapfile -t COMPREPLY < <(compgen -W 'table json' -- "$current"); return ;;
    *\ --page) return ;;
    *\ --per) return ;;
    *\ --permission) return ;;
    *\ --permissions) return ;;
    *\ --prefix) return ;;
    *\ --quota) return ;;
    *\ --rate) return ;;
    *\ --refill) return ;;
    *\ --revoke) return ;;
    *\ --set) return ;;
    *\ --threads) return ;;
    *\ --timeout) return ;;
    *\ --top-k) return ;;
    *\ --user) return ;;
    esac

    case $command in
    '') candidates='--help --version help keys memory scan serve status usage version' ;;
    'keys') candidates='create delete disable enable expire limit list name permit show usage verify' ;;
    'memory') candidates='add delete get list search' ;;
    'keys create') candidates='--expires --rate --quota --refill --permissions --organization --user --prefix --metadata --disabled --dry-run --db --output --quiet --no-input --help' positional=none ;;
    'keys list') candidates='--page --limit --db --output --field --quiet --no-input --help' positional=none ;;
    'keys show') candidates='--db --output --field --quiet --no-input --help' positional=key ;;
    'keys name') candidates='--dry-run --db --output --field --quiet --no-input --help' positional=key ;;
    'keys enable') candidates='--dry-run --db --output --field --quiet --no-input --help' positional=key ;;
    'keys disable') candidates='--dry-run --db --output --field --quiet --no-input --help' positional=key ;;
    'keys expire') candidates='--dry-run --db --output --field --quiet --no-input --help' positional=key ;;
    'keys limit') candidates='--rate --quota --refill --dry-run --db --output --field --quiet --no-input --help' positional=key ;;
    'keys permit') candidates='--grant --revoke --set --dry-run --db --output --field --quiet --no-input --help' positional=key ;;
    'keys delete') candidates='--yes --dry-run --db --output --field --quiet --no-input --help' positional=key ;;
    'keys verify') candidates='--permission --explain --at --key-file --key-stdin --db --output --field --quiet --no-input --help' positional=none ;;
    'keys usage') candidates='--db --output --field --quiet --no-input --help' positional=key ;;
    'memory add') candidates='--file --dedup-key --metadata --dry-run --base-url --key-file --key-stdin --timeout --output --field --quiet --no-input --help' positional=none ;;
    'memory list') candidates='--page --per --base-url --key-file --key-stdin --timeout --output --field --quiet --no-input --help' positional=none ;;
    'memory get') candidates='--base-url --key-file --key-stdin --timeout --output --field --quiet --no-input --help' positional=none ;;
    'memory search') candidates='--top-k --base-url --key-file --key-stdin --timeout --output --field --quiet --no-input --help' positional=none ;;
    'memory delete') candidates='--yes --dry-run --base-url --key-file --key-stdin --timeout --output --field --quiet --no-input --help' positional=none ;;
    usage | usage\ *) candidates='--key-id --base-url --key-file --key-stdin --timeout --output --field --quiet --no-input --help' positional=none ;;
    scan | scan\ *) candidates='--staged --exclude --revoke-found --yes --print-gitleaks-rule --print-pre-commit-hook --db --output --field --quiet --no-input --help' positional=file ;;
    serve | serve\ *) candidates='--listen --threads --behind-tls-proxy --no-access-log --cors-origin --public-metrics --master-key-file --drain-timeout --db --quiet --no-input --help' positional=none ;;
    status | status\ *) candidates='--check-key --db --base-url --key-file --key-stdin --timeout --output --field --quiet --no-input --help' positional=none ;;
    version | version\ *) candidates='--output --field --quiet --no-input --help' positional=none ;;
    help | help\ *) candidates='--man --completion --quiet --no-input --help' positional=none ;;
    *) return ;;
    esac

    if [[ $positional == key && $current != -* ]]; then
        while IFS= read -r name; do
            [[ $name == "$current"* ]] && COMPREPLY+=("$name")
        done < <("${COMP_WORDS[0]}" complete keys 2>/dev/null)
    elif [[ $positional == file && $current != -* ]]; then
        compopt -o default
    else
        mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$current")
    fi
}

complete -F _azen azen
