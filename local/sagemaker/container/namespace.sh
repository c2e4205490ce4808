# Runs a command in the mount namespace of this process, with the container's folder as /opt/ml.
# Usage: sh namespace.sh STAGE ML HOSTS TMP COMMAND...
#   STAGE  an empty folder on which the new /opt is built
#   ML     the folder that becomes /opt/ml
#   HOSTS  the file that becomes /etc/hosts
#   TMP    the folder that becomes /tmp, or '' to keep the host's /tmp
# Nothing is written to the host's /opt: the new /opt is a tmpfs, and everything else of the host's /opt is bound into it.
set -e
stage=$1 ml=$2 hosts=$3 tmp=$4
shift 4
mount -t tmpfs -o size=1m,mode=755 tmpfs "$stage"
for entry in /opt/* /opt/.[!.]*; do
  name=${entry#/opt/}
  if [ "$name" = ml ]; then
    continue
  elif [ -L "$entry" ]; then
    cp -P "$entry" "$stage/$name"
  elif [ -d "$entry" ]; then
    mkdir "$stage/$name"
    mount --rbind "$entry" "$stage/$name"
  elif [ -e "$entry" ]; then
    : >"$stage/$name"
    mount --bind "$entry" "$stage/$name"
  fi
done
mkdir "$stage/ml"
mount --bind "$ml" "$stage/ml"
mount --bind "$hosts" /etc/hosts
if [ -n "$tmp" ]; then mount --bind "$tmp" /tmp; fi
mount --rbind "$stage" /opt
cd /opt/ml
exec "$@"
