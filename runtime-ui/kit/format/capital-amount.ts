const digits = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const places = ['', '拾', '佰', '仟'];
const groups = ['', '万', '亿', '万亿'];

/** Amount in capital characters as it stands on cheques and contracts: `100000` → `壹拾万元整`.
 *  Rules: 支付结算办法 annex 1 (a run of zeros is read once; 元 or 角 at the end takes 整). Up to 999 万亿; empty beyond. */
export function capitalAmount(value: string): string {
  const parts = /^(-?)0*(\d+)(?:\.(\d{0,2})0*)?$/.exec(value.trim());
  if (parts === null) return '';
  const [, sign = '', whole = '0', fraction = ''] = parts;
  if (whole.length > 16) return '';
  const jiao = Number(fraction[0] ?? 0);
  const fen = Number(fraction[1] ?? 0);
  const yuan = Number(whole) === 0 ? '' : `${capitalInteger(whole)}元`;
  if (jiao === 0 && fen === 0) return `${sign === '-' ? '负' : ''}${yuan === '' ? '零元' : yuan}整`;
  const tenths = jiao === 0 ? (yuan === '' ? '' : '零') : `${digits[jiao] ?? ''}角`;
  const cents = fen === 0 ? '整' : `${digits[fen] ?? ''}分`;
  return `${sign === '-' ? '负' : ''}${yuan}${tenths}${cents}`;
}

function capitalInteger(whole: string): string {
  const chunks: string[] = [];
  for (let end = whole.length; end > 0; end -= 4) chunks.unshift(whole.slice(Math.max(0, end - 4), end));
  let text = '';
  let zeroWaits = false;
  chunks.forEach((chunk, index) => {
    const group = groups[chunks.length - 1 - index] ?? '';
    if (Number(chunk) === 0) {
      zeroWaits = text !== '';
      return;
    }
    if (text !== '' && (zeroWaits || chunk.startsWith('0'))) text += '零';
    text += capitalChunk(chunk) + group;
    zeroWaits = false;
  });
  return text;
}

function capitalChunk(chunk: string): string {
  let text = '';
  let zeroWaits = false;
  [...chunk].forEach((digit, index) => {
    if (digit === '0') {
      zeroWaits = text !== '';
      return;
    }
    text += (zeroWaits ? '零' : '') + (digits[Number(digit)] ?? '') + (places[chunk.length - 1 - index] ?? '');
    zeroWaits = false;
  });
  return text;
}
