import { BlockList, isIP } from 'node:net';

/**
 * Which addresses lie in the public internet. Everything that is not surely there counts as private: a page must never make
 * Trackway talk to the machine it runs on or to the network around it.
 *
 * Source: the IANA special-purpose registries for IPv4 and IPv6.
 */

const V4_NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];

/** Inside 2000::/3, the only block that is given out: protocol assignments and Teredo, documentation, 6to4. */
const V6_NOT_PUBLIC = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const notPublic = new BlockList();
for (const block of V4_NOT_PUBLIC) addBlock(block, 'ipv4');
for (const block of V6_NOT_PUBLIC) addBlock(block, 'ipv6');

function addBlock(block: string, family: 'ipv4' | 'ipv6'): void {
  const [network = '', prefix] = block.split('/');
  notPublic.addSubnet(network, Number(prefix), family);
}

/** True for an IPv4 or IPv6 address of the public internet; false for every other address and for anything that is none. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !notPublic.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  const groups = groupsOf(address);
  const embedded = embeddedV4(groups);
  if (embedded !== null) return isPublicAddress(embedded);
  return ((groups[0] ?? 0) & 0xe000) === 0x2000 && !notPublic.check(address, 'ipv6');
}

/** The eight numbers of an IPv6 address. `URL` writes it in one way: no dotted part, and at most one gap. */
function groupsOf(address: string): number[] {
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail = ''] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...(plain.includes('::') ? gap : []), ...after].map((group) => Number.parseInt(group, 16));
}

/** The IPv4 address inside ::ffff:a.b.c.d and 64:ff9b::a.b.c.d (how networks without IPv4 reach it); null elsewhere. */
function embeddedV4(groups: readonly number[]): string | null {
  const head = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':');
  if (head !== '0:0:0:0:0:ffff' && head !== '64:ff9b:0:0:0:0') return null;
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}

const LOCAL_NAMES = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|home\.arpa)\.?$/;

/** True for names that only a local network knows; a proxy would look them up in its own. `host` in lower case. */
export function isLocalName(host: string): boolean {
  return LOCAL_NAMES.test(host) || !host.replace(/\.$/, '').includes('.');
}
