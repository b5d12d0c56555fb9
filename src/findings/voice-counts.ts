/** How often does each of millions of numbers come up? Tables without an object for each entry. */

/** Counts of 32-bit keys. */
export interface Counts {
  add(key: number): void;
  get(key: number): number;
  each(see: (key: number, count: number) => void): void;
}

/** Grows as needed: 8 bytes for each key at a load of at most two thirds. */
export function counts(): Counts {
  let size = 1 << 12;
  let keys = new Uint32Array(size);
  let values = new Uint32Array(size);
  let used = 0;
  const slotOf = (key: number): number => {
    let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & (size - 1);
    while (values[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & (size - 1);
    return slot;
  };
  const grow = (): void => {
    const [oldKeys, oldValues] = [keys, values];
    size *= 2;
    keys = new Uint32Array(size);
    values = new Uint32Array(size);
    for (let i = 0; i < oldKeys.length; i += 1) {
      if (oldValues[i] === 0) continue;
      const slot = slotOf(oldKeys[i] ?? 0);
      keys[slot] = oldKeys[i] ?? 0;
      values[slot] = oldValues[i] ?? 0;
    }
  };
  return {
    add(key) {
      let slot = slotOf(key);
      if (values[slot] === 0) {
        if (used * 3 > size * 2) {
          grow();
          slot = slotOf(key);
        }
        used += 1;
        keys[slot] = key;
      }
      values[slot] = (values[slot] ?? 0) + 1;
    },
    get: (key) => values[slotOf(key)] ?? 0,
    each(see) {
      for (let i = 0; i < size; i += 1) if (values[i] !== 0) see(keys[i] ?? 0, values[i] ?? 0);
    },
  };
}

/** A set of pairs of whole numbers, the first from 0 on. */
export interface Pairs {
  /** True if the pair is new. */
  add(first: number, second: number): boolean;
}

export function pairs(): Pairs {
  let size = 1 << 12;
  let firsts = new Int32Array(size);
  let seconds = new Int32Array(size);
  let used = 0;
  // A first number is kept one higher, so that 0 means an empty slot.
  const slotOf = (first: number, second: number): number => {
    let slot = (Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b) >>> 6) & (size - 1);
    while (firsts[slot] !== 0 && (firsts[slot] !== first || seconds[slot] !== second)) slot = (slot + 1) & (size - 1);
    return slot;
  };
  const put = (slot: number, first: number, second: number): void => {
    firsts[slot] = first;
    seconds[slot] = second;
  };
  const grow = (): void => {
    const [oldFirsts, oldSeconds] = [firsts, seconds];
    size *= 2;
    firsts = new Int32Array(size);
    seconds = new Int32Array(size);
    for (let i = 0; i < oldFirsts.length; i += 1) {
      const [first, second] = [oldFirsts[i] ?? 0, oldSeconds[i] ?? 0];
      if (first !== 0) put(slotOf(first, second), first, second);
    }
  };
  return {
    add(given, second) {
      const first = given + 1;
      let slot = slotOf(first, second);
      if (firsts[slot] !== 0) return false;
      if (used * 3 > size * 2) {
        grow();
        slot = slotOf(first, second);
      }
      used += 1;
      put(slot, first, second);
      return true;
    },
  };
}

/** Which channels have a statement: one, or several. */
export interface Spread {
  /** The number of the statement, from 0 on in the order of arrival. */
  note(statement: number, channel: number): number;
  /** Its number; −1 where it was never noted. */
  find(statement: number): number;
  /** The only channel that has the statement of this number; −1 where several have. */
  owner(number: number): number;
  size(): number;
}

export function spread(): Spread {
  let size = 1 << 12;
  let slots = new Int32Array(size).fill(-1);
  let statements = new Float64Array(size);
  let owners = new Int32Array(size);
  let used = 0;
  const slotOf = (statement: number): number => {
    let slot = ((Math.imul(statement % 0x7fffffff, 0x9e3779b1) ^ (statement / 0x7fffffff)) >>> 4) & (size - 1);
    for (;;) {
      const at = slots[slot] ?? -1;
      if (at < 0 || statements[at] === statement) return slot;
      slot = (slot + 1) & (size - 1);
    }
  };
  const grow = (): void => {
    size *= 2;
    const [oldStatements, oldOwners] = [statements, owners];
    statements = new Float64Array(size);
    owners = new Int32Array(size);
    statements.set(oldStatements);
    owners.set(oldOwners);
    slots = new Int32Array(size).fill(-1);
    for (let i = 0; i < used; i += 1) slots[slotOf(statements[i] ?? 0)] = i;
  };
  return {
    note(statement, channel) {
      if (used * 3 > size * 2) grow();
      const slot = slotOf(statement);
      const known = slots[slot] ?? -1;
      if (known >= 0) {
        if (owners[known] !== channel) owners[known] = -1;
        return known;
      }
      slots[slot] = used;
      statements[used] = statement;
      owners[used] = channel;
      used += 1;
      return used - 1;
    },
    find: (statement) => slots[slotOf(statement)] ?? -1,
    owner: (number) => owners[number] ?? -1,
    size: () => used,
  };
}
