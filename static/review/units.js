// Which unit a few typed letters mean. The same rules as tracker/people/unit_words.py, which reads what is sent.

// No diacritics, đ as d, small letters: as tracker/text.py folds.
export function fold(value) {
  return value.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/gu, " ").trim();
}

const wordsOf = (name) => fold(name).match(/[\p{L}\p{N}]+/gu) ?? [];

// Where the words end whose beginnings, one after another, spell this part; 0 if they do not.
function end(part, words, start) {
  if (!part) return start;
  if (start === words.length) return 0;
  const word = words[start];
  for (let length = Math.min(part.length, word.length); length > 0; length -= 1) {
    const found = part.startsWith(word.slice(0, length)) && end(part.slice(length), words, start + 1);
    if (found) return found;
  }
  return 0;
}

function rankIn(wanted, words) {
  const letters = wanted.join("");
  if (letters === words.join("")) return 0;
  if (words.some((_, place) => words.slice(place).join("").startsWith(letters))) return 1;
  let place = 0;
  for (const part of wanted) {
    let next = 0;
    for (let start = place; start < words.length && !next; start += 1) next = end(part, words, start);
    if (!next) return Infinity;
    place = next;
  }
  return 2;
}

// 0: this is its name. 1: a part of its name stands there as typed. 2: the letters begin its words.
const rank = (wanted, unit) => Math.min(...unit.names.map((words) => rankIn(wanted, words)));

// All units that fit, best first; all of them while nothing is typed.
export function search(typed, units) {
  const wanted = wordsOf(typed);
  if (!wanted.length) return units;
  return units
    .map((unit) => [rank(wanted, unit), unit])
    .filter(([found]) => found !== Infinity)
    .sort(([first], [second]) => first - second)
    .map(([, unit]) => unit);
}

// The units of the page, from its one list.
export function readUnits(list) {
  return [...list.options].map((option) => ({
    id: option.dataset.id,
    name: option.value,
    short: option.label,
    names: [option.value, option.label, ...option.dataset.names.split("|")].map(wordsOf),
  }));
}
