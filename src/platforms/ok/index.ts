import type { Platform } from '../../model/platform.ts';
import { okLinks } from './links.ts';

export const platform: Platform = { name: 'ok', title: 'Odnoklassniki', links: okLinks, readers: [] };
