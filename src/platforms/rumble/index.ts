import type { Platform } from '../../model/platform.ts';
import { rumbleLinks } from './links.ts';

export const platform: Platform = { name: 'rumble', title: 'Rumble', links: rumbleLinks, readers: [] };
