# shellcheck shell=bash
# What runs inside scripts/test-vm's machine, as root, from the second disk (/assay).
# test-vm puts before it: top goroot exercise filter shell. Ends with the line
# "ASSAY-VM ended with N", N being the number of steps that failed, and powers off.
: "${top:?}" "${goroot:?}" "${exercise:?}" "${filter:?}"
set -u
failed=0
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/root

leave() {
  echo "ASSAY-VM ended with $failed"
  sync
  systemctl poweroff
}

# run WHO WHAT COMMAND...: one step, as root, or as tester in a service whose control group is its own.
run() {
  local who=$1 what=$2 status=0
  shift 2
  local as=(-p Delegate=yes -p "WorkingDirectory=$top/build/dev/tests/sandbox" -p LimitNOFILE=65536
    -E "ASSAY_GO=$goroot/bin/go" -E "ASSAY_NO_SKIP=1" -E "LC_ALL=C.UTF-8")
  if [ "$who" = tester ]; then
    as+=(-p User=tester -E HOME=/home/tester -E "XDG_RUNTIME_DIR=/run/user/$(id -u tester)")
  else
    as+=(-E HOME=/root)
  fi
  echo "--- $who: $what"
  systemd-run --quiet --wait --pipe --collect "${as[@]}" -- "$@" </dev/null || status=$?
  echo "--- $who: $what: status $status"
  if [ "$status" -ne 0 ]; then failed=$((failed + 1)); fi
}

echo "--- $(uname -sr), $(systemctl --version | head -n 1), cgroup: $(stat -fc %T /sys/fs/cgroup)," \
  "controllers: $(cat /sys/fs/cgroup/cgroup.controllers)"
if [ "$(stat -fc %T /sys/fs/cgroup)" != cgroup2fs ]; then
  echo "this is not the unified hierarchy"
  failed=1
  leave
  exit
fi

mkdir -p "$top" "$goroot" /var/cache/assay
mkdir -p /var/tmp/tree/upper /var/tmp/tree/work
mount -t overlay -o lowerdir=/assay/tree,upperdir=/var/tmp/tree/upper,workdir=/var/tmp/tree/work tree "$top"
chmod a+rwx "$top/build/dev/tests/sandbox"
mount --bind /assay/go "$goroot"
mount --bind /assay/cache /var/cache/assay
# A user's cache and repository are the user's own (tester is user 1000).
mkdir -p /home/tester/.cache/assay
mount --bind /assay/cache-of-tester /home/tester/.cache/assay
cp -R /assay/candidate /home/tester/candidate
chown -R tester:tester /home/tester/candidate
chown tester:tester /home/tester/.cache
install -d -m 700 -o tester -g tester "/run/user/$(id -u tester)"

if [ -n "${shell:-}" ]; then
  setsid bash -i <>/dev/ttyS0 >&0 2>&0
  leave
  exit
fi

assay=$top/build/dev/bin/assay
for who in root tester; do
  run "$who" "assay doctor" "$assay" doctor
  for program in "$top"/build/dev/tests/sandbox/*_test; do
    run "$who" "${program##*/}" "$program" "--gtest_filter=$filter" --gtest_brief=1
  done
  candidate=/assay/candidate
  if [ "$who" = tester ]; then candidate=/home/tester/candidate; fi
  # A reference solution: anything under full marks is the machine's fault, not the candidate's.
  run "$who" "assay grade" "$assay" grade "$exercise" "$candidate" --fail-under 100
done
leave
