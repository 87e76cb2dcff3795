const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const PLACES = ['', '拾', '佰', '仟'] as const;
const GROUPS = ['', '万', '亿', '万亿'] as const;

/** The amount in the capital characters that payment documents require: `"100000.00"` → `壹拾万元整`.
 *  `amount` is a decimal string with at most two decimals and 16 digits before the point; anything else throws RangeError.
 *  Source: 支付结算办法 appendix 1, "正确填写票据和结算凭证的基本规定"; where it allows two forms, its first one. */
export function toCapitalAmount(amount: string): string {
  const match = /^(-?)(\d{1,16})(?:\.(\d{1,2}))?$/.exec(amount);
  if (!match) throw new RangeError('not an amount with at most two decimals and sixteen digits');
  const yuan = (match[2] ?? '').replace(/^0+(?=\d)/, '');
  const [jiao, fen] = (match[3] ?? '').padEnd(2, '0');
  const isZero = yuan === '0' && jiao === '0' && fen === '0';
  const sign = match[1] === '-' && !isZero ? '负' : '';
  const whole = yuan === '0' ? '' : `${readWhole(yuan)}元`;
  return sign + (isZero ? '零元整' : whole + readDecimals(yuan, Number(jiao), Number(fen)));
}

function readDecimals(yuan: string, jiao: number, fen: number): string {
  if (jiao === 0 && fen === 0) return '整';
  const hasWhole = yuan !== '0';
  const needsZero = hasWhole && (jiao === 0 || yuan.endsWith('0'));
  const tenths = jiao === 0 ? '' : `${DIGITS[jiao]}角`;
  const hundredths = fen === 0 ? '' : `${DIGITS[fen]}分`;
  return (needsZero ? '零' : '') + tenths + hundredths;
}

/** Groups of four from the left; a group of zeros has no name, and one 零 bridges a gap. */
function readWhole(yuan: string): string {
  const groups = yuan.padStart(Math.ceil(yuan.length / 4) * 4, '0').match(/\d{4}/g) ?? [];
  let text = '';
  let gap = false;
  groups.forEach((group, index) => {
    if (group === '0000') {
      gap = text !== '';
      return;
    }
    if (text !== '' && (gap || group.startsWith('0'))) text += '零';
    text += readGroup(group) + (GROUPS[groups.length - 1 - index] ?? '');
    gap = false;
  });
  return text;
}

function readGroup(group: string): string {
  let text = '';
  let gap = false;
  [...group].forEach((digit, index) => {
    if (digit === '0') {
      gap = text !== '';
      return;
    }
    text += (gap ? '零' : '') + (DIGITS[Number(digit)] ?? '') + (PLACES[3 - index] ?? '');
    gap = false;
  });
  return text;
}
