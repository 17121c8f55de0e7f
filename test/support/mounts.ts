/** A folder of the hook that is run: BUILD_DIR, CACHE_DIR, or the buildpack's own. */
type Place = "build" | "cache" | "tree"

/** Gives a script its hook's folders as variables of these names. */
const places = `for arg; do tree=\${build-} build=\${cache-} cache=\${env-} env=$arg; done; tree=\${tree%/bin/*}`

/** Runs a hook after a script. Nobody else sees what they mount, and it goes with them. */
export function withMounts(script = ""): readonly string[] {
  const user = process.getuid?.() === 0 ? [] : ["--map-root-user"]
  return ["unshare", ...user, "--mount", "sh", "-euc", `${places}\n${script}\n"$@"`, "-"]
}

/** Runs a hook for which a folder is a disk of so many KiB. What is on it at the end stays in the folder. */
export function onSmallDisk(place: Place, size: number): readonly string[] {
  return withMounts(`
    disk=$${place}
    mkdir -p "$disk"
    below=$(mktemp -d)
    mount --bind "$disk" "$below"
    mount -t tmpfs -o size=${size}k none "$disk"
    cp -a "$below/." "$disk"
    leave() {
      code=$?
      find "$below" -mindepth 1 -delete
      cp -a "$disk/." "$below"
      umount "$below"
      rmdir "$below"
      exit $code
    }
    trap leave EXIT`)
}

/** Runs a hook that can only read a folder. */
export function readOnly(place: Place): readonly string[] {
  return withMounts(`mount --bind "$${place}" "$${place}"; mount -o remount,bind,ro "$${place}"`)
}

/** Runs a hook on a system with this /etc/os-release. */
export function onSystem(osRelease: string): readonly string[] {
  return withMounts(`printf '${osRelease}' >"$env/../os-release"; mount --bind "$env/../os-release" /etc/os-release`)
}
