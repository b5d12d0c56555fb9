import type { Platform } from '../../model/platform.ts';
import { discordLinks } from './links.ts';

export const platform: Platform = { name: 'discord', title: 'Discord', links: discordLinks, readers: [] };
