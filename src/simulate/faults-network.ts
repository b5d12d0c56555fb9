/** What goes wrong before an answer is whole? */

import { type Fault, fails } from './fault.ts';

export const NETWORK_FAULTS: readonly Fault[] = [
  fails('timeout', 'request', 'timeout'),
  fails('connection reset', 'request', 'reset'),
  fails('host unreachable', 'request', 'unreachable'),
  fails('name not resolved', 'request', 'dns'),
  fails('certificate refused', 'request', 'tls'),
  fails('body cut off', 'request', 'truncated'),
  fails('body beyond the cap', 'request', 'too_large'),
  fails('broken compression', 'request', 'bad_encoding'),
  fails('no HTTP', 'request', 'malformed'),
  fails('proxy gone', 'ours', 'proxy'),
  fails('own outage', 'ours', 'unreachable'),
  fails('own names not resolved', 'ours', 'dns'),
  fails('names lead to private addresses', 'ours', 'private_address'),
  fails('false certificate', 'ours', 'tls'),
  fails('platform silent', 'platform', 'timeout'),
  fails('platform names not resolved', 'platform', 'dns'),
];
