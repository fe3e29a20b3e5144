import account from "./account.json";
import common from "./common.json";
import cover from "./cover.json";
import emojis from "./emojis.json";
import find from "./find.json";
import my from "./my.json";
import problems from "./problems.json";
import ranking from "./ranking.json";
import register from "./register.json";

export const ko = { account, common, cover, emojis, find, my, problems, ranking, register };
