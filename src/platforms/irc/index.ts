import type { Platform } from '../../model/platform.ts';
import { ircLinks } from './links.ts';

export const platform: Platform = { name: 'irc', title: 'IRC', links: ircLinks, readers: [] };
