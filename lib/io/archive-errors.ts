import { messageOf } from "../core/cause.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"

/** `name` is the entry as the archive has it, `why` completes "it …". */
export function escapes(name: string, why: string): BuildpackError {
  return new BuildpackError("archive/escapes", `The archive leaves its folder: ${JSON.stringify(name)}`, {
    help: prose`
      This entry ${why}. No sound archive does that, it can overwrite files of the machine; nothing was unpacked.
      Find out where the archive comes from, and get it from its publisher.
    `,
  })
}

/** `name` is the entry as the archive has it, `type` what it is, as in "CharacterDevice". */
export function specialFile(name: string, type: string): BuildpackError {
  return new BuildpackError("archive/special-file", `The archive holds a ${type}: ${JSON.stringify(name)}`, {
    help: "Only files, folders and links are unpacked; nothing was. Get the archive from its publisher.",
  })
}

/** `archive` is the file's name, `cause` what its reader says. */
export function corrupt(archive: string, cause: unknown): BuildpackError {
  // It may name an entry, with what the archive has in that name.
  const reason = messageOf(cause).replaceAll(/\p{Cc}/gu, "?")
  return new BuildpackError("archive/corrupt", `The archive is damaged: ${archive}`, {
    help: prose`
      Reading it failed: ${reason}
      It is cut short or was changed; nothing was unpacked. Download it again, and compare its digest with the
      one its publisher names.
    `,
    cause,
  })
}

/** `looks` completes "it …": what its first bytes are. */
export function unknownFormat(archive: string, looks: string): BuildpackError {
  return new BuildpackError("archive/unknown-format", `Not an archive: ${archive}`, {
    help: prose`
      It ${looks}. Archives are .tar.gz, .tar.xz, .tar or .zip, told by their first bytes.
      A server or proxy may have answered with a page of its own: open the download's address in a browser.
    `,
  })
}

/** `archive` is the name of the file that wants it. */
export function noXz(archive: string): BuildpackError {
  return new BuildpackError("archive/no-xz", `The command xz is missing, needed to unpack ${archive}`, {
    help: "Install it (Debian, Ubuntu: apt-get install xz-utils; Alpine: apk add xz), or use a .tar.gz.",
  })
}
