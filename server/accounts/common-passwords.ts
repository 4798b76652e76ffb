/** What most guessed passwords are made of, without digits and signs; also repeated or cut short. */
export const common: readonly string[] = [
  'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', 'qwertyuiopasdfghjkl', 'asdfghjklqwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qazwsxedcrfvtgbyhnujmikolp', 'qwerty', 'azertyuiop',
  'password', 'passw', 'pass', 'passwort', 'passphrase', 'mypassword', 'thisisapassword', 'letmein', 'letmeinplease', 'welcome', 'welcomehome', 'changeme', 'changemenow', 'secret', 'default', 'computer', 'internet',
  'admin', 'administrator', 'adminadministrator', 'root', 'superadmin', 'superuser', 'system', 'user', 'username', 'guest', 'test', 'testing', 'demo', 'sipas', 'survey', 'adminsipas', 'sipasadmin', 'adminpassword', 'passwordadmin',
  'iloveyou', 'iloveyouforever', 'football', 'baseball', 'monkey', 'dragon', 'sunshine', 'princess', 'superman', 'starwars', 'correcthorsebatterystaple',
  'matkhau', 'matkhaumoi', 'matkhaucuatoi', 'khongcomatkhau', 'quantri', 'quantrivien', 'quantrihethong', 'hethong', 'nguoidung', 'taikhoan', 'khaosat', 'hailong', 'khaosathailong', 'cchc', 'caicachhanhchinh', 'ubnd', 'uybannhandan',
  'anhyeuem', 'emyeuanh', 'yeuem', 'yeuanh', 'toiyeuvietnam', 'vietnam', 'vietnamvodich', 'hanoi', 'hanoivietnam', 'saigon', 'hochiminh', 'thanhphohochiminh', 'danang', 'haiphong', 'cantho', 'laocai', 'chucmungnammoi', 'khongbiet', 'conchimnon', 'nguyen',
]
