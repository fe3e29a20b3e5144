"""The breeds that can be chosen: codes for the API, names for people. Codes are stored and never change."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breed:
    code: str
    english: str
    korean: str


_TABLE = """
mixed | Mixed breed | 믹스견
unknown | Unknown | 모름
jindo | Korean Jindo | 진돗개
sapsaree | Sapsaree | 삽살개
pungsan | Pungsan | 풍산개
donggyeongi | Donggyeongi | 동경이
jeju_dog | Jeju dog | 제주개
maltese | Maltese | 말티즈
toy_poodle | Toy Poodle | 토이 푸들
miniature_poodle | Miniature Poodle | 미니어처 푸들
standard_poodle | Standard Poodle | 스탠더드 푸들
pomeranian | Pomeranian | 포메라니안
japanese_spitz | Japanese Spitz | 재패니즈 스피츠
shih_tzu | Shih Tzu | 시츄
bichon_frise | Bichon Frise | 비숑 프리제
maltipoo | Maltipoo | 말티푸
yorkshire_terrier | Yorkshire Terrier | 요크셔 테리어
chihuahua | Chihuahua | 치와와
papillon | Papillon | 파피용
pekingese | Pekingese | 페키니즈
pug | Pug | 퍼그
dachshund | Dachshund | 닥스훈트
miniature_schnauzer | Miniature Schnauzer | 미니어처 슈나우저
miniature_pinscher | Miniature Pinscher | 미니어처 핀셔
cocker_spaniel | Cocker Spaniel | 코커 스패니얼
cavalier_king_charles_spaniel | Cavalier King Charles Spaniel | 카발리에 킹 찰스 스패니얼
coton_de_tulear | Coton de Tulear | 꼬똥 드 툴레아
havanese | Havanese | 하바니즈
italian_greyhound | Italian Greyhound | 이탈리안 그레이하운드
bedlington_terrier | Bedlington Terrier | 베들링턴 테리어
boston_terrier | Boston Terrier | 보스턴 테리어
fox_terrier | Fox Terrier | 폭스 테리어
jack_russell_terrier | Jack Russell Terrier | 잭 러셀 테리어
scottish_terrier | Scottish Terrier | 스코티시 테리어
west_highland_white_terrier | West Highland White Terrier | 웨스트 하이랜드 화이트 테리어
bull_terrier | Bull Terrier | 불 테리어
american_pit_bull_terrier | American Pit Bull Terrier | 아메리칸 핏불 테리어
american_staffordshire_terrier | American Staffordshire Terrier | 아메리칸 스태퍼드셔 테리어
staffordshire_bull_terrier | Staffordshire Bull Terrier | 스태퍼드셔 불 테리어
french_bulldog | French Bulldog | 프렌치 불도그
bulldog | Bulldog | 불도그
beagle | Beagle | 비글
basset_hound | Basset Hound | 바셋 하운드
afghan_hound | Afghan Hound | 아프간 하운드
greyhound | Greyhound | 그레이하운드
whippet | Whippet | 휘핏
basenji | Basenji | 바센지
pembroke_welsh_corgi | Pembroke Welsh Corgi | 웰시 코기 펨브로크
cardigan_welsh_corgi | Cardigan Welsh Corgi | 웰시 코기 카디건
shetland_sheepdog | Shetland Sheepdog | 셰틀랜드 시프도그
rough_collie | Rough Collie | 러프 콜리
border_collie | Border Collie | 보더 콜리
old_english_sheepdog | Old English Sheepdog | 올드 잉글리시 시프도그
australian_shepherd | Australian Shepherd | 오스트레일리언 셰퍼드
german_shepherd | German Shepherd | 저먼 셰퍼드
belgian_malinois | Belgian Malinois | 벨지안 말리노이즈
shiba_inu | Shiba Inu | 시바견
akita | Akita | 아키타견
tosa | Tosa | 도사견
chow_chow | Chow Chow | 차우차우
siberian_husky | Siberian Husky | 시베리안 허스키
alaskan_malamute | Alaskan Malamute | 알래스칸 말라뮤트
samoyed | Samoyed | 사모예드
golden_retriever | Golden Retriever | 골든 리트리버
labrador_retriever | Labrador Retriever | 래브라도 리트리버
pointer | Pointer | 포인터
vizsla | Vizsla | 비즐라
weimaraner | Weimaraner | 바이마라너
dalmatian | Dalmatian | 달마티안
dobermann | Dobermann | 도베르만
rottweiler | Rottweiler | 로트와일러
boxer | Boxer | 복서
cane_corso | Cane Corso | 카네 코르소
great_dane | Great Dane | 그레이트 데인
great_pyrenees | Great Pyrenees | 그레이트 피레니즈
bernese_mountain_dog | Bernese Mountain Dog | 버니즈 마운틴 도그
saint_bernard | Saint Bernard | 세인트 버나드
newfoundland | Newfoundland | 뉴펀들랜드
"""

BREEDS = {
    breed.code: breed
    for breed in (Breed(*(part.strip() for part in line.split("|"))) for line in _TABLE.strip().splitlines())
}
