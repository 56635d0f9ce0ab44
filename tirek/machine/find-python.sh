#!/bin/sh
# Prints the Python to set Tirek up with: 3.11 to 3.13, with venv if any of them has it. No other file may assume one.
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
whole='import ensurepip, venv'
some=''
for python in .venv/bin/python python3.13 python3.12 python3.11 python3; do
    "$python" -c "$fits" 2>/dev/null || continue
    if "$python" -c "$whole" 2>/dev/null; then
        echo "$python"
        exit 0
    fi
    some=${some:-$python}
done
if [ -n "$some" ]; then
    echo "$some"
    exit 0
fi
found=$(python3 --version 2>/dev/null || echo none)
case "${LC_ALL:-${LC_MESSAGES:-$LANG}}" in
ru* | kk*)
    echo "Нужен Python 3.11, 3.12 или 3.13, найден: $found." >&2
    echo "Установите его, например: sudo apt install python3 python3-venv, и повторите." >&2
    ;;
*)
    echo "Tirek needs Python 3.11, 3.12 or 3.13; found: $found." >&2
    echo "Install one, for example: sudo apt install python3 python3-venv, and repeat." >&2
    ;;
esac
exit 1
