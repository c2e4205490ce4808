/**
 * Writes the launcher of a Processing step (`runproc.sh`). It unpacks the scripts, installs their requirements and runs
 * one of them. Its name, its folder and its steps are those of the SageMaker SDK's FrameworkProcessor.
 *
 * SageMaker takes at most 256 characters in a container argument. A list of fifteen columns has more. A longer value
 * arrives in pieces, `--features PIECE --features+ PIECE`, which the launcher puts together again.
 * @param script path of the script in the archive
 */
export function launcherScript(script: string): string {
  return `#!/bin/bash
# Unpacks the scripts, installs their requirements and runs one of them.
set -euo pipefail

arguments=()
last=-1
while (($# > 0)); do
  if [[ "$1" == --*+ && $last -ge 0 && $# -ge 2 ]]; then
    # A further piece of the value before it.
    arguments[$last]="\${arguments[$last]}$2"
    shift 2
  else
    last=$((last + 1))
    arguments[$last]="$1"
    shift
  fi
done

cd /opt/ml/processing/input/code/
tar -xzf sourcedir.tar.gz
if [[ -f requirements.txt ]]; then
  python -m pip install --quiet --disable-pip-version-check -r requirements.txt
fi
exec python ${shellWord(script)} \${arguments[@]+"\${arguments[@]}"}
`;
}

/** Quotes a text for the shell, if it needs quotes. */
function shellWord(text: string): string {
  return /^[A-Za-z0-9._/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
