/** Which picture is which face, by the names of the files. Pure. */
import { EXPRESSIONS, type Expression } from "../../ui/Face";

/** How people call a face in the name of a file. */
const WORDS: Record<Expression, readonly string[]> = {
  neutral: ["neutral", "normal", "default", "cover", "profile", "calm", "무표정", "중립", "기본", "평온", "보통"],
  angry: ["angry", "anger", "mad", "rage", "furious", "화남", "화난", "화나", "분노", "성남"],
  disgust: ["disgust", "disgusted", "disgusting", "gross", "yuck", "혐오", "역겨움", "역겨운", "불쾌", "싫음"],
  fear: ["fear", "fearful", "afraid", "scared", "scary", "terrified", "공포", "두려움", "무서움", "무서운", "겁"],
  happy: ["happy", "happiness", "joy", "joyful", "smile", "smiling", "laugh", "행복", "기쁨", "웃음", "웃는", "미소"],
  sad: ["sad", "sadness", "unhappy", "cry", "crying", "tears", "슬픔", "슬픈", "우는", "울음", "눈물"],
  surprise: ["surprise", "surprised", "shock", "shocked", "wow", "astonished", "놀람", "놀란", "깜짝", "충격"],
};
const LONG = 4; // letters from which on a word is looked for inside others, as in "dogangry2"

/** The face that a file is named after; null where there is none, or more than one. */
export function expressionOf(fileName: string): Expression | null {
  const name = fileName.normalize("NFC").replace(/\.[^.]*$/, "");
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  const named = EXPRESSIONS.filter((expression) => WORDS[expression].some((word) => words.includes(word)));
  return named.length ? onlyOne(named) : longestInside(words.join(" "));
}

function onlyOne(found: readonly Expression[]): Expression | null {
  return found.length === 1 ? found[0]! : null;
}

function longestInside(name: string): Expression | null {
  const inside = EXPRESSIONS.flatMap((expression) =>
    WORDS[expression]
      .filter((word) => (word.length >= LONG || /[가-힣]/.test(word)) && name.includes(word))
      .map((word) => ({ expression, length: word.length })),
  );
  const longest = Math.max(...inside.map(({ length }) => length));
  const best = new Set(inside.filter(({ length }) => length === longest).map(({ expression }) => expression));
  return onlyOne([...best]);
}

export interface Placed {
  /** Which of the files goes where. */
  at: Map<Expression, number>;
  /** The places that were filled in the order of the names, for want of a better reason. */
  guessed: Expression[];
  /** How many files found no place. */
  left: number;
}

/**
 * Places for files that were chosen together. One that is named after a face goes there, whatever was there before; the
 * others fill the free places, in the order of their names.
 */
export function placesOf(fileNames: readonly string[], isTaken: (expression: Expression) => boolean): Placed {
  const at = new Map<Expression, number>();
  const unnamed: number[] = [];
  let doubles = 0;
  for (const [index, name] of fileNames.entries()) {
    const expression = expressionOf(name);
    if (!expression) unnamed.push(index);
    else if (at.has(expression)) doubles++;
    else at.set(expression, index);
  }
  unnamed.sort((one, other) => fileNames[one]!.localeCompare(fileNames[other]!, "en", { numeric: true }));
  const guessed = EXPRESSIONS.filter((expression) => !at.has(expression) && !isTaken(expression)).slice(
    0,
    unnamed.length,
  );
  for (const [order, expression] of guessed.entries()) at.set(expression, unnamed[order]!);
  return { at, guessed, left: doubles + unnamed.length - guessed.length };
}
