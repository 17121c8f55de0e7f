/** A tar file with one entry of any name, as no sound program writes it. */
export function tarWithEntry(name: string, text = "evil\n"): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write("0000644\x000000000\x000000000\0", 100)
  header.write(`${text.length.toString(8).padStart(11, "0")}\0${"0".repeat(11)}\0`, 124)
  header.write(" ".repeat(8), 148)
  header.write("0", 156)
  header.write("ustar\x0000", 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148)
  return Buffer.concat([header, Buffer.from(text.padEnd(512, "\0")), Buffer.alloc(1024)])
}
