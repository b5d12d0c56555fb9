import type { Platform } from '../../model/platform.ts';
import { kickLinks } from './links.ts';

export const platform: Platform = { name: 'kick', title: 'Kick', links: kickLinks, readers: [] };
