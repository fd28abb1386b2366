#!/usr/bin/env bash
# Builds our own pjsua2 (512 calls, epoll, asserts off) as a wheel.   build_pjsua2.sh PYTHON OUTPUT_FOLDER
# The source is the pjproject tarball inside Debian's asterisk source package, fetched by apt from this machine's own
# mirror. Takes about 3 minutes; does nothing if the folder holds a wheel for that Python. One line says why it cannot.
set -euo pipefail
python=${1:-} out=${2:-}
export CFLAGS=-g0  # of the Python binding; debug symbols would triple the wheel
say() { printf '[sip] %s\n' "$*"; }
fail() { printf 'hatef: the SIP library cannot be built: %s\n' "$*" >&2; exit 1; }
[ -n "$python" ] && [ -n "$out" ] || fail "usage: $0 PYTHON OUTPUT_FOLDER"
"$python" -c '' 2>/dev/null || fail "$python does not run"

tag=$("$python" -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
mkdir -p "$out" 2>/dev/null && [ -w "$out" ] || fail "the folder $out cannot be written"
out=$(cd "$out" && pwd)
exec 9> "$out/.lock"
flock 9  # a second set-up waits for the first and then finds its wheel
if ls "$out"/pjsua2-*-"$tag"-"$tag"-*.whl >/dev/null 2>&1; then
    say "already built: $(ls "$out"/pjsua2-*-"$tag"-"$tag"-*.whl | head -1)"
    exit 0
fi

headers=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
[ -f "$headers/Python.h" ] || fail "no Python.h in $headers; install the development package of $python"
command -v apt-get >/dev/null || fail "this is not a Debian system; install the PyPI wheel pjsua2-python instead"

work=$(mktemp -d)
log=$out/build.log
step="starting"
finish() {
    local code=$?
    rm -rf "$work"
    [ "$code" = 0 ] || [ -n "${told:-}" ] || fail "$step failed; the end of $log says why"
}
trap finish EXIT
run() { nice -n 5 "$@" >> "$log" 2>&1; }
: > "$log"

packages="build-essential swig xz-utils libssl-dev libsrtp2-dev libspeex-dev libspeexdsp-dev libsamplerate0-dev
    libgsm1-dev libopus-dev libbcg729-dev libopencore-amrnb-dev libopencore-amrwb-dev uuid-dev"
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
    say "installing build packages:$missing"
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || { told=1; fail "root is needed once for: apt-get install$missing"; }
        as_root="sudo -n"
    fi
    install="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=500 install -y --no-install-recommends"
    step="installing$missing"
    # shellcheck disable=SC2086
    run $install $missing || { run $as_root apt-get update && run $install $missing; }
fi

# The machine's own Debian mirror: "deb [options] URI suite ..." lines and deb822 "URIs:" fields.
sources=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null || true)
mirror=$(printf '%s\n' "$sources" | sed -n -E \
    -e 's/^deb(-src)?[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\3/p' \
    -e 's/^URIs:[[:space:]]*//p' | tr -s '[:space:]' '\n' | grep -E '/debian/?$|debian[^/]*\.list$' | head -1 || true)
[ -n "$mirror" ] || { told=1; fail "the apt sources of this machine name no Debian mirror (a URI that ends in /debian)"; }

say "fetching the source from the machine's Debian mirror"
step="fetching the asterisk source package"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
signed="" && [ ! -f "$keyring" ] || signed="[signed-by=$keyring] "
mkdir -p "$work"/apt/lists/partial "$work"/apt/cache/archives/partial "$work"/source
echo "deb-src $signed$mirror sid main" > "$work/apt/sid.list"
apt=(apt-get -o Dir::Etc::sourcelist="$work/apt/sid.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/apt/lists"
    -o Dir::Cache="$work/apt/cache" -o Debug::NoLocking=1 -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root)
run "${apt[@]}" update
(cd "$work/source" && run "${apt[@]}" source --download-only asterisk)
tarball=$(ls "$work"/source/*pjproject.tar.* 2>/dev/null | head -1)
[ -n "$tarball" ] || { told=1; fail "Debian's asterisk source no longer carries pjproject"; }
mkdir "$work/pjproject"
tar xf "$tarball" -C "$work/pjproject" --strip-components=1
cd "$work/pjproject"

cat > pjlib/include/pj/config_site.h <<'H'
#define PJSUA_MAX_CALLS 512
#define PJSUA_MAX_ACC 32
#define PJSUA_MAX_CONF_PORTS 1100
#define PJ_IOQUEUE_MAX_HANDLES 4096
#define PJ_IOQUEUE_MAX_EVENTS_IN_SINGLE_POLL 64
#define PJMEDIA_HAS_VIDEO 0
#define PJSIP_MAX_PKT_LEN 8000
#define PJSIP_UDP_SO_RCVBUF_SIZE (1024*1024)
#define PJSIP_UDP_SO_SNDBUF_SIZE (1024*1024)
#define PJSIP_MAX_TSX_COUNT (64*1024-1)
#define PJSIP_MAX_DIALOG_COUNT (64*1024-1)
H
sed -i 's/ *bdimad_dev\.o//' pjmedia/build/Makefile  # Debian strips that source file

say "compiling pjproject $(sed -n 's/.*PJ_VERSION_M[AI][JN]OR *:= *//p' version.mak | paste -sd.) (about 2 minutes)"
step="configuring pjproject"
flags="-O2 -fPIC -DNDEBUG"  # NDEBUG: with asserts, one hostile packet ends the process
run ./configure --disable-shared --disable-sound --disable-video --disable-libyuv --disable-libwebrtc \
    --disable-libwebrtc-aec3 --enable-epoll --disable-sdl --disable-ffmpeg --disable-v4l2 --disable-openh264 --disable-vpx \
    --with-external-srtp --with-external-speex --with-external-gsm --disable-ilbc-codec --disable-g7221-codec \
    --enable-speex-resample CFLAGS="$flags" CXXFLAGS="$flags"
step="compiling pjproject"
run make dep
run make -j"$(nproc)" lib

say "compiling the Python binding (about 1 minute)"
step="compiling the Python binding"
cd pjsip-apps/src/swig/python
top=../../../..
run swig -I$top/pjlib/include -I$top/pjlib-util/include -I$top/pjmedia/include -I$top/pjsip/include \
    -I$top/pjnath/include -c++ -w312 -threads -python -o pjsua2_wrap.cpp ../pjsua2.i
run "$python" -m venv "$work/venv"
run "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check setuptools wheel
run "$work/venv/bin/python" setup.py bdist_wheel
step="loading the built library"
run "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index dist/pjsua2-*.whl
(cd / && run "$work/venv/bin/python" -c 'import pjsua2; assert hasattr(pjsua2.ByteVector, "assign_from_bytes")')
cp dist/pjsua2-*.whl "$out/"
say "built $(ls "$out"/pjsua2-*-"$tag"-"$tag"-*.whl | head -1)"
