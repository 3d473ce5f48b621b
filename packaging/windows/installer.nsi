; The installer for one person: no right of an administrator, an upgrade in place, and an
; uninstaller that leaves pictures, history and settings and says where they are.
;
; makensis -DVERSION=1.2 -DFOUR_NUMBERS=1.2.0.0 -DBUNDLE=<folder> -DICON=<file.ico>
;   -DOUTPUT=<setup.exe> [-DSIGN_COMMAND=<words before a file's name>] installer.nsi
;
; Ends with 2 while the program runs or a file cannot be written, with 3 on a Windows that will not
; do, with 4 over a newer version, with 5 when the files of the old version cannot be replaced.

Target amd64-unicode
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
SetCompressorDictSize 32

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"
!include "x64.nsh"

!define NAME "NanoBanana Desktop"
!define PROGRAM "nanobanana-desktop.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\NanoBananaDesktop"

Name "${NAME}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
; A program without some of its files is worse than none.
AllowSkipFiles off

VIProductVersion "${FOUR_NUMBERS}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} setup"
VIAddVersionKey "LegalCopyright" "The ${NAME} authors, MIT licence"

!ifdef SIGN_COMMAND
  !uninstfinalize '${SIGN_COMMAND} "%1"' = 0
  !finalize '${SIGN_COMMAND} "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString RUNNING ${LANG_ENGLISH} "${NAME} is running. Quit it, then press Retry."
LangString RUNNING ${LANG_SIMPCHINESE} "${NAME} 正在运行。请先退出，再点击“重试”。"
LangString NOT_64_BIT ${LANG_ENGLISH} "${NAME} needs a 64-bit Windows."
LangString NOT_64_BIT ${LANG_SIMPCHINESE} "${NAME} 需要 64 位 Windows。"
LangString WINDOWS_TOO_OLD ${LANG_ENGLISH} "${NAME} needs Windows 10, version 1809, or newer."
LangString WINDOWS_TOO_OLD ${LANG_SIMPCHINESE} "${NAME} 需要 Windows 10 版本 1809 或更高版本。"
LangString NEWER_IS_HERE ${LANG_ENGLISH} \
  "A newer version is installed already: $0. This one is ${VERSION}. To go back, uninstall the newer one first."
LangString NEWER_IS_HERE ${LANG_SIMPCHINESE} \
  "已安装更新的版本 $0，而此安装程序的版本是 ${VERSION}。如要退回旧版本，请先卸载新版本。"
LangString NOT_REPLACED ${LANG_ENGLISH} \
  "The files of the earlier version are in use, so nothing was changed. Restart Windows and try again."
LangString NOT_REPLACED ${LANG_SIMPCHINESE} \
  "旧版本的文件正在使用中，因此未作任何更改。请重启 Windows 后再试。"
LangString DATA_STAYS ${LANG_ENGLISH} "Your pictures, history and settings stay in"
LangString DATA_STAYS ${LANG_SIMPCHINESE} "图片、历史记录和设置保留在"

; A program that runs keeps its file: what can be opened for writing is not in use.
!macro WAIT_UNTIL_ENDED
  wait:
  IfFileExists "$INSTDIR\${PROGRAM}" 0 ended
  ClearErrors
  FileOpen $0 "$INSTDIR\${PROGRAM}" a
  IfErrors 0 free
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY wait
  SetErrorLevel 2
  Quit
  free:
  FileClose $0
  ended:
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(NOT_64_BIT)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  ; What Qt needs: Windows 10 1809.
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "$(WINDOWS_TOO_OLD)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  ; An older version cannot read the history that a newer one has written.
  ReadRegStr $1 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$1\${PROGRAM}"
    ${VersionCompare} "$0" "${VERSION}" $2
    ${If} $2 = 1
      MessageBox MB_OK|MB_ICONSTOP "$(NEWER_IS_HERE)" /SD IDOK
      SetErrorLevel 4
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Function .onInstFailed
  ; The working folder would hold it.
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal.new"
  Delete "$INSTDIR\${PROGRAM}.new"
FunctionEnd

; Puts the new version in the old one's place, or leaves the old one and ends.
Function Swap
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    Delete "$INSTDIR\${PROGRAM}.old"
    RMDir /r "$INSTDIR\_internal.old"
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\_internal.old"
    IfErrors not_replaced
    Rename "$INSTDIR\${PROGRAM}" "$INSTDIR\${PROGRAM}.old"
    IfErrors put_back
  ${Else}
    RMDir /r "$INSTDIR\_internal"
  ${EndIf}
  ClearErrors
  Rename "$INSTDIR\_internal.new" "$INSTDIR\_internal"
  IfErrors put_back
  Rename "$INSTDIR\${PROGRAM}.new" "$INSTDIR\${PROGRAM}"
  IfErrors put_back
  Delete "$INSTDIR\${PROGRAM}.old"
  RMDir /r "$INSTDIR\_internal.old"
  Return
  put_back:
  ${If} ${FileExists} "$INSTDIR\_internal.old\*.*"
    RMDir /r "$INSTDIR\_internal"
    Rename "$INSTDIR\_internal.old" "$INSTDIR\_internal"
    Rename "$INSTDIR\${PROGRAM}.old" "$INSTDIR\${PROGRAM}"
  ${EndIf}
  not_replaced:
  MessageBox MB_OK|MB_ICONSTOP "$(NOT_REPLACED)" /SD IDOK
  SetErrorLevel 5
  Abort
FunctionEnd

Section "-program"
  SetShellVarContext current
  !insertmacro WAIT_UNTIL_ENDED
  ; The new version lies whole beside the old one before that is touched: a full disk ends here.
  ; Into a folder of its own, so that no file of an earlier version is loaded by this one.
  RMDir /r "$INSTDIR\_internal.new"
  SetOutPath "$INSTDIR\_internal.new"
  File /r "${BUNDLE}/_internal/*.*"
  SetOutPath "$INSTDIR"
  File "/oname=${PROGRAM}.new" "${BUNDLE}/${PROGRAM}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  Call Swap
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "The ${NAME} authors"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" "$0"
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  !insertmacro WAIT_UNTIL_ENDED
  Delete "$SMPROGRAMS\${NAME}.lnk"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\_internal.new"
  RMDir /r "$INSTDIR\_internal.old"
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\${PROGRAM}.new"
  Delete "$INSTDIR\${PROGRAM}.old"
  Delete "$INSTDIR\uninstall.exe"
  ; Goes only when nothing of the person's own lies in it.
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  MessageBox MB_OK|MB_ICONINFORMATION \
    "$(DATA_STAYS)$\r$\n$LOCALAPPDATA\${NAME}" /SD IDOK
SectionEnd
