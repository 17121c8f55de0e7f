import { generateKeyPairSync, sign } from "node:crypto"

/** A key, and the certificate that it has signed for itself; both as PEM. */
export interface SelfSigned {
  readonly key: string
  readonly cert: string
}

/** For a server at 127.0.0.1, valid today. https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
export function selfSigned(): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const algorithm = sequence(identifier("2a8648ce3d040302")) // ecdsa-with-SHA256
  const name = sequence(der(0x31, sequence(identifier("550403"), der(0x0c, Buffer.from("loopback"))))) // commonName
  const addresses = sequence(der(0x87, Buffer.from([127, 0, 0, 1])))
  const extension = sequence(identifier("551d11"), der(0x04, addresses)) // subjectAltName
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(time(-1), time(1)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(extension)),
  )
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", content, privateKey)]))
  const base64 = sequence(content, algorithm, signature).toString("base64")
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  }
}

/** A value of ASN.1 with its tag and length. */
function der(tag: number, value: Buffer): Buffer {
  const { length } = value
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), value])
}

function sequence(...values: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(values))
}

function identifier(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"))
}

/** So many days from now. */
function time(days: number): Buffer {
  const text = new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+|[-:T]/g, "")
  return der(0x17, Buffer.from(text.slice(2)))
}
