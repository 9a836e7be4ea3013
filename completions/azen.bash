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

    case $previous in
    --base-url) return ;;
    --completion) mapfile -t COMPREPLY < <(compgen -W 'bash zsh fish' -- "$current"); return ;;
    --cors-origin) return ;;
    --db) compopt -o default; return ;;
    --dedup-key) return ;;
    --drain-timeout) return ;;
    --expires) return ;;
    --file) compopt -o default; return ;;
    --grant) return ;;
    --key-file) compopt -o default; return ;;
    --key-id) return ;;
    --limit) return ;;
    --listen) return ;;
    --man) return ;;
    --master-key-file) compopt -o default; return ;;
    --metadata) return ;;
    --organization) return ;;
    --output | -o) mapfile -t COMPREPLY < <(compgen -W 'table json' -- "$current"); return ;;
    --page) return ;;
    --per) return ;;
    --permission) return ;;
    --permissions) return ;;
    --prefix) return ;;
    --quota) return ;;
    --rate) return ;;
    --refill) return ;;
    --revoke) return ;;
    --set) return ;;
    --threads) return ;;
    --timeout) return ;;
    --top-k) return ;;
    --user) return ;;
    esac

    case $command in
    '') candidates='--help --version help keys memory serve status usage version' ;;
    'keys') candidates='create delete disable enable expire limit list name permit show usage verify' ;;
    'memory') candidates='add delete get list search' ;;
    'keys create') candidates='--expires --rate --quota --refill --permissions --organization --user --prefix --metadata --disabled --db --output --help' positional=none ;;
    'keys list') candidates='--page --limit --db --output --help' positional=none ;;
    'keys show') candidates='--db --output --help' positional=key ;;
    'keys name') candidates='--db --output --help' positional=key ;;
    'keys enable') candidates='--db --output --help' positional=key ;;
    'keys disable') candidates='--db --output --help' positional=key ;;
    'keys expire') candidates='--db --output --help' positional=key ;;
    'keys limit') candidates='--rate --quota --refill --db --output --help' positional=key ;;
    'keys permit') candidates='--grant --revoke --set --db --output --help' positional=key ;;
    'keys delete') candidates='--yes --db --output --help' positional=key ;;
    'keys verify') candidates='--permission --key-file --key-stdin --db --output --help' positional=none ;;
    'keys usage') candidates='--db --output --help' positional=key ;;
    'memory add') candidates='--file --dedup-key --metadata --base-url --key-file --key-stdin --timeout --output --help' positional=none ;;
    'memory list') candidates='--page --per --base-url --key-file --key-stdin --timeout --output --help' positional=none ;;
    'memory get') candidates='--base-url --key-file --key-stdin --timeout --output --help' positional=none ;;
    'memory search') candidates='--top-k --base-url --key-file --key-stdin --timeout --output --help' positional=none ;;
    'memory delete') candidates='--yes --base-url --key-file --key-stdin --timeout --output --help' positional=none ;;
    usage | usage\ *) candidates='--key-id --base-url --key-file --key-stdin --timeout --output --help' positional=none ;;
    serve | serve\ *) candidates='--listen --threads --behind-tls-proxy --no-access-log --cors-origin --public-metrics --master-key-file --drain-timeout --db --help' positional=none ;;
    status | status\ *) candidates='--check-key --db --base-url --key-file --key-stdin --timeout --output --help' positional=none ;;
    version | version\ *) candidates='--output --help' positional=none ;;
    help | help\ *) candidates='--man --completion --help' positional=none ;;
    *) return ;;
    esac

    if [[ $positional == key && $current != -* ]]; then
        while IFS= read -r name; do
            [[ $name == "$current"* ]] && COMPREPLY+=("$name")
        done < <("${COMP_WORDS[0]}" complete keys 2>/dev/null)
    else
        mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$current")
    fi
}

complete -F _azen azen
