/**
 * The little of Thrift's compact protocol that a Parquet footer needs.
 * Source: thrift-compact-protocol.md of Apache Thrift; field types as used in parquet.thrift.
 */

/** A field's value: its compact type and how to write it. */
export type Field = readonly [id: number, type: number, value: number | bigint | string | Uint8Array | Field[] | ThriftList] | null;

interface ThriftList {
  of: number;
  items: readonly (number | string | Field[])[];
}

export const I32 = 5;
export const I64 = 6;
export const BINARY = 8;
export const LIST = 9;
export const STRUCT = 12;
const TRUE = 1;
const FALSE = 2;
export const BOOL = 0;

/** Writes one struct. Fields must come in ascending id; null fields are left out. */
export function encodeStruct(fields: readonly Field[]): Uint8Array {
  const out: number[] = [];
  writeStruct(out, fields);
  return Uint8Array.from(out);
}

function writeStruct(out: number[], fields: readonly Field[]): void {
  let last = 0;
  for (const field of fields) {
    if (field === null) continue;
    const [id, type, value] = field;
    const wire = type === BOOL ? (value === 1 ? TRUE : FALSE) : type;
    out.push(((id - last) << 4) | wire);
    last = id;
    if (type !== BOOL) writeValue(out, type, value);
  }
  out.push(0);
}

function writeValue(out: number[], type: number, value: unknown): void {
  if (typeof value === 'number' || typeof value === 'bigint') writeVarint(out, zigzag(BigInt(value)));
  else if (typeof value === 'string') writeBytes(out, Buffer.from(value));
  else if (value instanceof Uint8Array) writeBytes(out, value);
  else if (type === STRUCT) writeStruct(out, value as Field[]);
  else writeList(out, value as ThriftList);
}

function writeList(out: number[], list: ThriftList): void {
  if (list.items.length < 15) out.push((list.items.length << 4) | list.of);
  else {
    out.push(0xf0 | list.of);
    writeVarint(out, BigInt(list.items.length));
  }
  for (const item of list.items) writeValue(out, list.of, item);
}

function writeBytes(out: number[], bytes: Uint8Array): void {
  writeVarint(out, BigInt(bytes.length));
  for (const byte of bytes) out.push(byte);
}

function zigzag(value: bigint): bigint {
  return value < 0n ? -2n * value - 1n : 2n * value;
}

function writeVarint(out: number[], value: bigint): void {
  let rest = value;
  while (rest > 0x7fn) {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  out.push(Number(rest));
}
