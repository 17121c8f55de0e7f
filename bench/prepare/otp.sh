#!/bin/sh
# otp.sh MIRROR OUT: Erlang/OTP as upstream packs it, in OUT: what MIRROR has of it with all other applications and all
# sources, from the same distribution. It has no docs, and what debuggers read stays away too.
set -eu
mirror=$1 out=$2
place=builds/otp/amd64/ubuntu-24.04
parts="common-test debugger dialyzer diameter edoc eldap et ftp jinterface megaco observer odbc reltool snmp src ssh tftp wx"
work=$(mktemp -d)
mkdir "$work/debs" "$work/root"

archive=$(basename "$mirror/$place"/OTP-*.tar.gz)
tar -xzf "$mirror/$place/$archive" -C "$work"
otp=$work/$(tar -tzf "$mirror/$place/$archive" | head -n 1 | cut -d / -f 1)

apt-get update -qq
cd "$work/debs"
for part in $parts; do
  apt-get -qq -o APT::Sandbox::User=root download "erlang-$part"
done
for package in *.deb; do
  dpkg-deb -x "$package" "$work/root"
done
cp -a "$work/root/usr/lib/erlang/lib/." "$otp/lib/"
# To other packages of the distribution, from its place.
find "$otp/lib" -xtype l -delete

mkdir -p "$out/$place"
tar -C "$work" -czf "$out/$place/$archive" "$(basename "$otp")"
digest=$(sha256sum "$out/$place/$archive" | cut -d ' ' -f 1)
sed "s/[0-9a-f]\{64\}/$digest/" "$mirror/$place/builds.txt" >"$out/$place/builds.txt"
chown -R --reference "$out" "$out/builds"
