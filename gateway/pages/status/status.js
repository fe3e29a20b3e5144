// Asks the gateway how things are, every half minute while somebody looks.
const SECONDS = 30;
const PATIENCE_MS = 8000;
// Longer than this, somebody waits longer than usual.
const USUAL_S = { lookup: 60, registration: 3600 };

const WORDS = {
  en: {
    whole: {
      good: "Everything works.",
      slow: "It works, but slower than usual.",
      away: "Some things do not work at the moment. We are on it.",
      maintenance: "Down for maintenance. We will be back soon.",
      offline: "This page cannot be reached. Are you online?",
    },
    works: "works",
    away: "does not work",
    maintenance: "maintenance",
    unknown: "not known",
    now: "right away",
    wait: (amount, unit) => `in about ${amount} ${unit}${amount === 1 ? "" : "s"}`,
    checked: (time) => `Looked at ${time}.`,
  },
  ko: {
    whole: {
      good: "모두 정상입니다.",
      slow: "이용할 수 있지만 평소보다 느립니다.",
      away: "일부 기능을 이용할 수 없습니다. 확인하고 있습니다.",
      maintenance: "점검 중입니다. 곧 다시 이용할 수 있습니다.",
      offline: "상태를 확인할 수 없습니다. 인터넷 연결을 확인해 주세요.",
    },
    works: "정상",
    away: "이용할 수 없음",
    maintenance: "점검 중",
    unknown: "알 수 없음",
    now: "바로 처리됩니다",
    wait: (amount, unit) => `약 ${amount}${{ second: "초", minute: "분", hour: "시간" }[unit]} 대기`,
    checked: (time) => `${time}에 확인했습니다.`,
  },
};
const language = document.documentElement.lang;
const words = WORDS[language];

/** What the address says, in `service`: ok, away, maintenance, or offline where not even the gateway answers. */
async function ask(address) {
  try {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    const body = await answer.json().catch(() => ({}));
    return { ...body, service: body.service ?? "away" };
  } catch {
    return { service: "offline" };
  }
}

function show(id, state, text) {
  const element = document.getElementById(id);
  element.dataset.state = state;
  element.textContent = text;
}

function showService(id, service) {
  const states = { ok: ["good", words.works], maintenance: ["slow", words.maintenance], offline: ["", words.unknown] };
  show(id, ...(states[service] ?? ["away", words.away]));
}

/** Returns whether the wait is a usual one. */
function showWait(name, { service, wait_s: waits }) {
  const seconds = waits?.[name];
  if (seconds === undefined) {
    showService(name, service);
    return true;
  }
  const usual = seconds <= USUAL_S[name];
  show(name, usual ? "good" : "slow", inWords(seconds));
  return usual;
}

function inWords(seconds) {
  if (seconds <= 5) return words.now;
  if (seconds < 60) return words.wait(Math.ceil(seconds / 10) * 10, "second");
  return seconds < 5400 ? words.wait(Math.ceil(seconds / 60), "minute") : words.wait(Math.round(seconds / 3600), "hour");
}

function showWhole(services, usual) {
  const worst = ["offline", "maintenance", "away"].find((service) => services.includes(service));
  const state = worst ?? (usual ? "good" : "slow");
  const colours = { offline: "", maintenance: "slow" };
  show("whole", colours[state] ?? state, words.whole[state]);
}

async function look() {
  const [main, guidance] = await Promise.all([ask("/status.json"), ask("/status/guidance.json")]);
  showService("accounts", main.service);
  showService("guidance", main.service === "maintenance" ? main.service : guidance.service);
  const usual = ["lookup", "registration"].map((name) => showWait(name, main)).every(Boolean);
  showWhole([main.service, guidance.service], usual);
  const time = new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(new Date());
  document.getElementById("checked").textContent = words.checked(time);
}

look();
setInterval(() => document.hidden || look(), SECONDS * 1000);
