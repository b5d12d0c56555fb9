export const seen: { loopback: number; refused: string[] };
