const first = words(`amber birch cedar delta ember fjord grove hazel indigo juniper kelp lotus maple nimbus onyx poplar
  quartz river sable tundra umber violet willow zephyr`)
const second = words("codec pool wire schema parser cache router clock metrics store")

/** The name of the generated package at a place; all are different. */
export function packageName(place: number): string {
  const turn = Math.floor(place / first.length)
  const suffix = turn < second.length ? "" : `_${Math.floor(turn / second.length) + 1}`
  return `${first[place % first.length]}_${second[(place * 7 + turn) % second.length]}${suffix}`
}

/** The module of a package or file: `amber_codec` is `AmberCodec`. */
export function moduleName(name: string): string {
  return name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** What modules and their functions are about. */
export const nouns =
  words(`account address badge basket cart channel coupon course device draft event folder gateway ticket
  invoice item label ledger letter listing member message notice order page parcel payment plan price product profile
  quote receipt record refund region report review route segment session shift signal stock store stream survey tag team
  token topic tour transfer unit vendor visit voucher wallet zone`)

function words(text: string): readonly string[] {
  return text.split(/\s+/)
}
