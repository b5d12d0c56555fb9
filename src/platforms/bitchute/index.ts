import type { Platform } from '../../model/platform.ts';
import { bitchuteLinks } from './links.ts';

export const platform: Platform = { name: 'bitchute', title: 'BitChute', links: bitchuteLinks, readers: [] };
