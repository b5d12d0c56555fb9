import type { Platform } from '../../model/platform.ts';
import { xmppLinks } from './links.ts';
import { xmppWatch } from './watch.ts';

export const platform: Platform = { name: 'xmpp', title: 'XMPP', links: xmppLinks, readers: [], watch: xmppWatch };
