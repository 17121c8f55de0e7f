/** The shells that may be a platform's /bin/sh, strict too, and bash as it is when it stands in for them. */
export const shells = [
  { shell: "dash", start: ["/bin/dash"] },
  { shell: "dash -eu", start: ["/bin/dash", "-eu"] },
  { shell: "busybox sh", start: ["/bin/busybox", "sh"] },
  { shell: "busybox sh -eu", start: ["/bin/busybox", "sh", "-eu"] },
  { shell: "bash --posix", start: ["/bin/bash", "--posix"] },
] as const
