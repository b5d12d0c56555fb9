import type { Platform } from '../../model/platform.ts';
import { guildedLinks } from './links.ts';

export const platform: Platform = { name: 'guilded', title: 'Guilded', links: guildedLinks, readers: [] };
