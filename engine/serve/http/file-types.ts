/** Types that may be stored, by extension, and how their content begins. Nothing that a browser or a shell would run. */
const types: Readonly<Record<string, { readonly type: string; readonly magic: readonly string[] | 'text' }>> = {
  pdf: { type: 'application/pdf', magic: ['255044462d'] },
  png: { type: 'image/png', magic: ['89504e470d0a1a0a'] },
  jpg: { type: 'image/jpeg', magic: ['ffd8ff'] },
  jpeg: { type: 'image/jpeg', magic: ['ffd8ff'] },
  gif: { type: 'image/gif', magic: ['474946383761', '474946383961'] },
  webp: { type: 'image/webp', magic: ['52494646'] },
  bmp: { type: 'image/bmp', magic: ['424d'] },
  tif: { type: 'image/tiff', magic: ['49492a00', '4d4d002a'] },
  tiff: { type: 'image/tiff', magic: ['49492a00', '4d4d002a'] },
  doc: { type: 'application/msword', magic: ['d0cf11e0a1b11ae1'] },
  xls: { type: 'application/vnd.ms-excel', magic: ['d0cf11e0a1b11ae1'] },
  docx: { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', magic: ['504b0304'] },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', magic: ['504b0304'] },
  pptx: { type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', magic: ['504b0304'] },
  zip: { type: 'application/zip', magic: ['504b0304', '504b0506'] },
  mp3: { type: 'audio/mpeg', magic: ['494433', 'fffb', 'fff3', 'fff2'] },
  mp4: { type: 'video/mp4', magic: [] },
  txt: { type: 'text/plain', magic: 'text' },
  csv: { type: 'text/csv', magic: 'text' },
};

/** Other names under which browsers send the same type. */
const alsoCalled: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'application/x-zip-compressed': 'application/zip',
  'application/vnd.ms-excel': 'text/csv',
};

/** The type that extension and declaration agree on; a declaration of `application/octet-stream` or none says nothing. */
export function typeByName(name: string, declared: string): string | undefined {
  const entry = types[name.split('.').at(-1)?.toLowerCase() ?? ''];
  if (!entry) return undefined;
  if (declared === '' || declared === 'application/octet-stream' || declared === entry.type || alsoCalled[declared] === entry.type) return entry.type;
  return undefined;
}

/** True when the content begins as its type does; text must be UTF-8 or GB 18030 without control characters. */
export function matchesType(content: Uint8Array, type: string): boolean {
  const entry = Object.values(types).find((one) => one.type === type);
  if (!entry) return false;
  if (entry.magic === 'text') return !content.subarray(0, 4096).some((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32));
  const head = Buffer.from(content.subarray(0, 16)).toString('hex');
  if (type === 'video/mp4') return head.slice(8, 16) === '66747970';
  if (type === 'image/webp') return head.startsWith('52494646') && head.slice(16, 24) === '57454250';
  return entry.magic.some((magic) => head.startsWith(magic));
}
