<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About NanoBanana Desktop</source>
        <translation>关于 NanoBanana Desktop</translation>
    </message>
    <message>
        <source>NanoBanana Desktop</source>
        <translation>NanoBanana Desktop</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <source>Makes images with the Nano Banana image service and keeps every one of them. Free software under the MIT licence.</source>
        <translation>用 Nano Banana 图像服务生成图片，并为你留存每一张。以 MIT 许可证发布的自由软件。</translation>
    </message>
    <message>
        <source>With Qt {qt} (LGPL 3), PySide6, qasync, httpx, keyring, and icons by Lucide (ISC).</source>
        <translation>使用了 Qt {qt}（LGPL 3）、PySide6、qasync、httpx、keyring，以及 Lucide 图标（ISC）。</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
</context>
<context>
    <name>AccountPage</name>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>Use until I quit</source>
        <translation>仅本次使用</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Kept in {store}. It is never written to a file or a log.</source>
        <translation>密钥保存在 {store}中，不会写入文件或日志。</translation>
    </message>
    <message>
        <source>Service address</source>
        <translation>服务地址</translation>
    </message>
    <message>
        <source>Use default</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Remove key…</source>
        <translation>移除密钥…</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在验证…</translation>
    </message>
    <message>
        <source>Check and save</source>
        <translation>验证并保存</translation>
    </message>
    <message>
        <source>The demo needs no key.</source>
        <translation>演示不需要密钥。</translation>
    </message>
    <message>
        <source>The demo asks no service: images are drawn on this computer.</source>
        <translation>演示不连接任何服务：图片都在这台电脑上绘制。</translation>
    </message>
    <message>
        <source>Given on the command line for this run.</source>
        <translation>由命令行指定，仅本次运行有效。</translation>
    </message>
</context>
<context>
    <name>AdvancedPage</name>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Tasks at the same time</source>
        <translation>同时进行的任务数</translation>
    </message>
    <message>
        <source>More tasks wait in the queue and are sent one after another.</source>
        <translation>其余任务会排队，依次提交。</translation>
    </message>
    <message>
        <source>Undo send</source>
        <translation>撤销提交</translation>
    </message>
    <message>
        <source>How long a task can be taken back before it is sent. More than four at once can always be taken back for 3 seconds.</source>
        <translation>任务提交前可以撤回的时间。一次超过四个时，总有 3 秒可以撤回。</translation>
    </message>
    <message>
        <source>Sleep</source>
        <translation>睡眠</translation>
    </message>
    <message>
        <source>Keep the computer awake while images are made</source>
        <translation>生成图片时不让电脑进入睡眠</translation>
    </message>
    <message>
        <source>The screen may still go dark.</source>
        <translation>屏幕仍可能会关闭。</translation>
    </message>
    <message>
        <source>Quitting</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Ask before quitting while tasks are under way</source>
        <translation>有任务进行中时，退出前先询问</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Reference images</source>
        <translation>参考图</translation>
    </message>
    <message>
        <source>Links go to the service as they are. Image files go inside the request, made smaller where they have to be (experimental), and are uploaded nowhere else.</source>
        <translation>链接原样提交给服务方。图片文件随请求一起提交，必要时会缩小（实验性），不会上传到其他任何地方。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Keep a log of what the program does</source>
        <translation>记录程序的运行日志</translation>
    </message>
    <message>
        <source>It stays on this computer and holds no keys and no prompts.</source>
        <translation>日志只保存在本机，不含密钥和提示词。</translation>
    </message>
    <message>
        <source>Save diagnostics…</source>
        <translation>保存诊断信息…</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Look for a newer version once a week</source>
        <translation>每周检查一次新版本</translation>
    </message>
    <message>
        <source>One small page is read. Nothing is told about you or your images, and nothing is downloaded.</source>
        <translation>只读取一个小页面，不会透露任何与你或图片有关的信息，也不会下载任何内容。</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>全部设置</translation>
    </message>
    <message>
        <source>Undo reset</source>
        <translation>撤销重置</translation>
    </message>
    <message>
        <source>All settings are as they were at the beginning.</source>
        <translation>全部设置已恢复为初始状态。</translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation>重置全部设置</translation>
    </message>
    <message>
        <source>Your key, the image folder, the service address and all images stay.</source>
        <translation>密钥、图片文件夹、服务地址和所有图片都会保留。</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Same as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>{size} %</source>
        <translation>{size}%</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动画效果</translation>
    </message>
    <message>
        <source>Behaviour</source>
        <translation>行为</translation>
    </message>
    <message>
        <source>Single-key shortcuts</source>
        <translation>单键快捷键</translation>
    </message>
    <message>
        <source>Letters and digits act while the stage or the history has the focus.</source>
        <translation>焦点在图片区或历史中时，字母和数字才会执行命令。</translation>
    </message>
    <message>
        <source>Show new images as they arrive</source>
        <translation>新图片完成时自动显示</translation>
    </message>
    <message>
        <source>Follow system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Reduce</source>
        <translation>减少</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>完整</translation>
    </message>
</context>
<context>
    <name>BadgeButton</name>
    <message>
        <source>{number}+</source>
        <translation>{number}+</translation>
    </message>
</context>
<context>
    <name>BarWiring</name>
    <message>
        <source>The service did not accept your API key. Nothing is sent until it is changed.</source>
        <translation>服务未接受你的 API 密钥。更换密钥之前，不会提交任何任务。</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>The service address cannot be used. Nothing is sent.</source>
        <translation>服务地址无法使用，不会提交任何内容。</translation>
    </message>
    <message>
        <source>The disk is full. Nothing new is sent until there is space.</source>
        <translation>磁盘已满。腾出空间之前，不会提交新任务。</translation>
    </message>
    <message>
        <source>Your history was written by a newer version. It can be browsed, not changed.</source>
        <translation>你的历史由更高版本写入，只能浏览，不能更改。</translation>
    </message>
    <message>
        <source>The history cannot be written. Nothing new is sent.</source>
        <translation>历史无法写入，不会提交新任务。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>A task was accepted, but the history could not be written. Note its task ID: {id}</source>
        <translation>一个任务已被接受，但历史无法写入。请记下它的任务 ID：{id}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) were accepted, but the history could not be written. Note their task IDs: {ids}</source>
        <translation>
            <numerusform>%Ln 个任务已被接受，但历史无法写入。请记下它们的任务 ID：{ids}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) waiting to be sent.</source>
        <translation>
            <numerusform>%Ln 个任务等待提交。</numerusform>
        </translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即提交</translation>
    </message>
    <message>
        <source>You&apos;re offline. You can browse your images; new tasks wait here and are sent when you are back.</source>
        <translation>你已离线。可以浏览已有图片；新任务会在这里等待，恢复联网后提交。</translation>
    </message>
    <message>
        <source>Copy ID</source>
        <translation>复制 ID</translation>
    </message>
    <message>
        <source>Copy IDs</source>
        <translation>复制 ID</translation>
    </message>
    <message>
        <source>There is no space for new images on {volume}. They are kept in the app&apos;s own folder, as far as there is room.</source>
        <translation>{volume} 上没有空间保存新图片。在空间允许的范围内，它们暂存在应用自己的文件夹中。</translation>
    </message>
    <message>
        <source>This system has no certificates, so nothing can be sent or fetched. Install the package ca-certificates, then start the app again.</source>
        <translation>系统中没有证书，无法发送或获取任何内容。请安装软件包 ca-certificates，然后重新启动应用。</translation>
    </message>
    <message>
        <source>The save folder is not available. Images are kept in the app&apos;s own folder.</source>
        <translation>保存文件夹不可用。图片会保存在应用自己的文件夹中。</translation>
    </message>
    <message>
        <source>The save folder “{folder}” is not available. Images are kept in the app&apos;s own folder.</source>
        <translation>保存文件夹“{folder}”不可用。图片会保存在应用自己的文件夹中。</translation>
    </message>
    <message>
        <source>Change folder…</source>
        <translation>更换文件夹…</translation>
    </message>
    <message>
        <source>The service has trouble. Checking again by itself.</source>
        <translation>服务出现问题，会自动重新查询。</translation>
    </message>
    <message>
        <source>Your balance at the service is used up. Once it is topped up, tasks go on by themselves.</source>
        <translation>你在服务方的余额已用完。充值后，任务会自动继续。</translation>
    </message>
    <message>
        <source>The service asked us to slow down. Tasks go on at {time}.</source>
        <translation>服务要求放慢速度，任务将于 {time} 继续。</translation>
    </message>
    <message>
        <source>Sending is paused.</source>
        <translation>已暂停提交。</translation>
    </message>
    <message numerus="yes">
        <source>Sending is paused. %Ln task(s) wait.</source>
        <translation>
            <numerusform>已暂停提交，%Ln 个任务在等待。</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) resumed.</source>
        <translation>
            <numerusform>已继续 %Ln 个任务。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) recovered.</source>
        <translation>
            <numerusform>已找回 %Ln 张图片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) not confirmed.</source>
        <translation>
            <numerusform>%Ln 个任务结果未确认。</numerusform>
        </translation>
    </message>
    <message>
        <source>{text} {more}</source>
        <translation>{text}{more}</translation>
    </message>
    <message>
        <source>The service is slower than usual today.</source>
        <translation>服务今天比平时慢。</translation>
    </message>
    <message>
        <source>Demo: images are drawn on this computer. Nothing is sent or charged.</source>
        <translation>演示模式：图片在本机绘制，不会提交任务，也不产生费用。</translation>
    </message>
</context>
<context>
    <name>Bin</name>
    <message>
        <source>They go to the Recycle Bin.</source>
        <translation>文件将移到系统回收站。</translation>
    </message>
    <message>
        <source>They go to the Trash.</source>
        <translation>文件将移到废纸篓。</translation>
    </message>
    <message>
        <source>They go to the system&apos;s bin.</source>
        <translation>文件将移到系统回收站。</translation>
    </message>
    <message>
        <source>It goes to the Recycle Bin.</source>
        <translation>文件将移到系统回收站。</translation>
    </message>
    <message>
        <source>It goes to the Trash.</source>
        <translation>文件将移到废纸篓。</translation>
    </message>
    <message>
        <source>It goes to the system&apos;s bin.</source>
        <translation>文件将移到系统回收站。</translation>
    </message>
</context>
<context>
    <name>BinBar</name>
    <message>
        <source>Restore</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Empty the bin…</source>
        <translation>清空回收站…</translation>
    </message>
</context>
<context>
    <name>BugDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>出了点问题</translation>
    </message>
    <message>
        <source>The program goes on, and your tasks are safe. Copy the report when you tell us about it; it holds no key and no prompts.</source>
        <translation>程序会继续运行，你的任务不受影响。反馈问题时请附上这份报告，其中不含密钥和提示词。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
</context>
<context>
    <name>Caption</name>
    <message>
        <source>Restore</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Take it out of the bin</source>
        <translation>从回收站取回</translation>
    </message>
    <message>
        <source>Reuse settings</source>
        <translation>复用设置</translation>
    </message>
    <message>
        <source>Put this prompt and its settings into the form (R)</source>
        <translation>将提示词和设置填入表单（R）</translation>
    </message>
    <message>
        <source>Use as reference</source>
        <translation>用作参考图</translation>
    </message>
    <message>
        <source>Use as reference (U)</source>
        <translation>用作参考图（U）</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy image (Ctrl+C)</source>
        <translation>复制图片（Ctrl+C）</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save as… (Ctrl+S)</source>
        <translation>另存为…（Ctrl+S）</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>立即查询</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>停止等待</translation>
    </message>
    <message>
        <source>The service may still finish and charge this task.</source>
        <translation>服务仍可能完成本任务并计费。</translation>
    </message>
    <message>
        <source>Cancel task</source>
        <translation>取消任务</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Change folder…</source>
        <translation>更换文件夹…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Show in folder (Ctrl+Shift+E)</source>
        <translation>在文件夹中显示（Ctrl+Shift+E）</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More</source>
        <comment>the rest of a long prompt</comment>
        <translation>更多</translation>
    </message>
    <message>
        <source>Show the whole prompt</source>
        <translation>显示完整提示词</translation>
    </message>
    <message>
        <source>Kept in the app&apos;s own folder until it can be saved.</source>
        <translation>已保存在应用自己的文件夹中，可以保存时再移入。</translation>
    </message>
    <message>
        <source>Kept in the app&apos;s own folder until {folder} is available.</source>
        <translation>已保存在应用自己的文件夹中，等待 {folder} 可用。</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>{command} (S)</source>
        <translation>{command}（S）</translation>
    </message>
    <message>
        <source>Move to bin</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>彻底删除…</translation>
    </message>
    <message>
        <source>{command} (Del)</source>
        <translation>{command}（Del）</translation>
    </message>
</context>
<context>
    <name>ChoiceLine</name>
    <message>
        <source>Choices for “{name}”</source>
        <translation>“{name}”的候选内容</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>&amp;New prompt</source>
        <translation>新建提示词(&amp;N)</translation>
    </message>
    <message>
        <source>Add &amp;reference images…</source>
        <translation>添加参考图(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Paste as reference</source>
        <translation>粘贴为参考图(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Save image as…</source>
        <translation>图片另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>在文件夹中显示(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;image folder</source>
        <translation>打开图片文件夹(&amp;I)</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>设置(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Comm&amp;and palette…</source>
        <translation>命令面板(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>C&amp;opy prompt</source>
        <translation>复制提示词(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Move to &amp;bin</source>
        <translation>移到回收站(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Empty the bin…</source>
        <translation>清空回收站(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Bin</source>
        <translation>回收站(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Verify library…</source>
        <translation>校验图库(&amp;V)…</translation>
    </message>
    <message>
        <source>&amp;Tags…</source>
        <translation>标签(&amp;T)…</translation>
    </message>
    <message>
        <source>Re&amp;store from bin</source>
        <translation>从回收站还原(&amp;S)</translation>
    </message>
    <message>
        <source>Paste pro&amp;mpt from image…</source>
        <translation>从图片读取提示词(&amp;M)…</translation>
    </message>
    <message>
        <source>Reset form to &amp;defaults</source>
        <translation>将表单恢复为默认设置(&amp;D)</translation>
    </message>
    <message>
        <source>S&amp;wap form with previous</source>
        <translation>与上次的表单内容互换(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Templates…</source>
        <translation>模板(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Save form as template…</source>
        <translation>将表单存为模板(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Import templates…</source>
        <translation>导入模板(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Export templates…</source>
        <translation>导出模板(&amp;E)…</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出…(&amp;X)</translation>
    </message>
    <message>
        <source>Export list as &amp;CSV…</source>
        <translation>将列表导出为 CSV…(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Open with default program</source>
        <translation>用默认程序打开(&amp;O)</translation>
    </message>
    <message>
        <source>Open wit&amp;h…</source>
        <translation>打开方式(&amp;H)…</translation>
    </message>
    <message>
        <source>Copy fi&amp;le</source>
        <translation>复制文件(&amp;L)</translation>
    </message>
    <message>
        <source>Sort out &amp;images…</source>
        <translation>挑选图片(&amp;I)…</translation>
    </message>
    <message>
        <source>L&amp;ocate missing file…</source>
        <translation>查找丢失的文件(&amp;O)…</translation>
    </message>
    <message>
        <source>Mana&amp;ge tags…</source>
        <translation>管理标签(&amp;G)…</translation>
    </message>
    <message>
        <source>N&amp;ote…</source>
        <translation>备注(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;No rating</source>
        <translation>不评分(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;1 star</source>
        <translation>1 星(&amp;1)</translation>
    </message>
    <message>
        <source>&amp;2 stars</source>
        <translation>2 星(&amp;2)</translation>
    </message>
    <message>
        <source>&amp;3 stars</source>
        <translation>3 星(&amp;3)</translation>
    </message>
    <message>
        <source>&amp;4 stars</source>
        <translation>4 星(&amp;4)</translation>
    </message>
    <message>
        <source>&amp;5 stars</source>
        <translation>5 星(&amp;5)</translation>
    </message>
    <message>
        <source>Go to the pro&amp;mpt</source>
        <translation>转到提示词(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>搜索(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Grid</source>
        <translation>网格(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Single</source>
        <translation>单图(&amp;S)</translation>
    </message>
    <message>
        <source>Co&amp;mpare</source>
        <translation>对比(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;No groups</source>
        <translation>不分组(&amp;N)</translation>
    </message>
    <message>
        <source>Group by &amp;day</source>
        <translation>按日期分组(&amp;D)</translation>
    </message>
    <message>
        <source>Group by &amp;batch</source>
        <translation>按批次分组(&amp;B)</translation>
    </message>
    <message>
        <source>Group by &amp;model</source>
        <translation>按模型分组(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Stack images ordered together</source>
        <translation>把同一批的图片叠放(&amp;S)</translation>
    </message>
    <message>
        <source>Open s&amp;tack</source>
        <translation>展开叠放(&amp;T)</translation>
    </message>
    <message>
        <source>Close s&amp;tack</source>
        <translation>收起叠放(&amp;T)</translation>
    </message>
    <message>
        <source>Select the &amp;whole stack</source>
        <translation>选中整叠图片(&amp;W)</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>Vi&amp;ewer window</source>
        <translation>看图窗口(&amp;E)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适应窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100%</translation>
    </message>
    <message>
        <source>&amp;Zoom to 100 % and back</source>
        <translation>在 100% 与适应窗口间切换(&amp;Z)</translation>
    </message>
    <message>
        <source>S&amp;wap the compared images</source>
        <translation>交换对比的图片(&amp;W)</translation>
    </message>
    <message>
        <source>Take out of the s&amp;urvey</source>
        <translation>移出并览(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Next way to compare</source>
        <translation>下一种对比方式(&amp;N)</translation>
    </message>
    <message>
        <source>Compare side &amp;by side</source>
        <translation>并排对比(&amp;B)</translation>
    </message>
    <message>
        <source>Compare with a s&amp;lider</source>
        <translation>用滑块对比(&amp;L)</translation>
    </message>
    <message>
        <source>Show what &amp;differs</source>
        <translation>显示差异(&amp;D)</translation>
    </message>
    <message>
        <source>Compare in &amp;turn (flicker)</source>
        <translation>交替对比（闪烁）(&amp;T)</translation>
    </message>
    <message>
        <source>Compare with r&amp;eference image</source>
        <translation>与参考图对比(&amp;E)</translation>
    </message>
    <message>
        <source>Show the &amp;other compared image</source>
        <translation>显示另一张对比图片(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>放大文字(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>缩小文字(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Normal text</source>
        <translation>标准文字(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Create panel</source>
        <translation>创作面板(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>历史面板(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>详情(&amp;D)</translation>
    </message>
    <message>
        <source>Fi&amp;lmstrip</source>
        <translation>胶片条(&amp;L)</translation>
    </message>
    <message>
        <source>Hide &amp;panels</source>
        <translation>隐藏面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>Ne&amp;xt pane</source>
        <translation>下一个窗格(&amp;X)</translation>
    </message>
    <message>
        <source>Pre&amp;vious pane</source>
        <translation>上一个窗格(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>Generate and send firs&amp;t</source>
        <translation>生成并优先提交(&amp;T)</translation>
    </message>
    <message>
        <source>R&amp;un again</source>
        <translation>再次生成(&amp;U)</translation>
    </message>
    <message>
        <source>Run f&amp;ailed again…</source>
        <translation>重新生成失败的任务(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Reuse settings</source>
        <translation>复用设置(&amp;R)</translation>
    </message>
    <message>
        <source>Use as re&amp;ference</source>
        <translation>用作参考图(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Star</source>
        <translation>星标(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Check now</source>
        <translation>立即查询(&amp;C)</translation>
    </message>
    <message>
        <source>Check all acti&amp;ve</source>
        <translation>查询所有进行中的任务(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Download again</source>
        <translation>重新下载(&amp;D)</translation>
    </message>
    <message>
        <source>Stop &amp;waiting</source>
        <translation>停止等待(&amp;W)</translation>
    </message>
    <message>
        <source>Cancel tas&amp;k</source>
        <translation>取消任务(&amp;K)</translation>
    </message>
    <message>
        <source>S&amp;end first</source>
        <translation>优先提交(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Hold back</source>
        <translation>暂缓提交(&amp;H)</translation>
    </message>
    <message>
        <source>Send w&amp;hen it is its turn</source>
        <translation>轮到时提交(&amp;H)</translation>
    </message>
    <message>
        <source>Se&amp;nd earlier</source>
        <translation>提前提交(&amp;N)</translation>
    </message>
    <message>
        <source>Send &amp;later</source>
        <translation>延后提交(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Pause sending</source>
        <translation>暂停提交(&amp;P)</translation>
    </message>
    <message>
        <source>Fetch by task &amp;ID…</source>
        <translation>按任务 ID 获取(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>欢迎(&amp;W)</translation>
    </message>
    <message>
        <source>What&apos;s &amp;new</source>
        <translation>新功能(&amp;N)</translation>
    </message>
    <message>
        <source>Check for &amp;updates…</source>
        <translation>检查更新(&amp;U)…</translation>
    </message>
    <message>
        <source>Open &amp;log folder</source>
        <translation>打开日志文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>Save &amp;diagnostics…</source>
        <translation>保存诊断信息(&amp;D)…</translation>
    </message>
    <message>
        <source>Report a &amp;problem…</source>
        <translation>报告问题(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;About NanoBanana Desktop</source>
        <translation>关于 NanoBanana Desktop(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Marks</source>
        <translation>标记(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Templates</source>
        <translation>模板(&amp;T)</translation>
    </message>
    <message>
        <source>Grid la&amp;yout</source>
        <translation>网格排列(&amp;Y)</translation>
    </message>
    <message>
        <source>Compari&amp;ng</source>
        <translation>对比方式(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Text size</source>
        <translation>文字大小(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Task</source>
        <translation>任务(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Aspect ratio</source>
        <translation>画面比例</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>References</source>
        <translation>参考图</translation>
    </message>
    <message>
        <source>References only in A: {names}</source>
        <translation>仅 A 有的参考图：{names}</translation>
    </message>
    <message>
        <source>References only in B: {names}</source>
        <translation>仅 B 有的参考图：{names}</translation>
    </message>
    <message>
        <source>The references are in another order.</source>
        <translation>参考图的顺序不同。</translation>
    </message>
    <message>
        <source>1 reference</source>
        <translation>1 张参考图</translation>
    </message>
    <message>
        <source>{count} references</source>
        <translation>{count} 张参考图</translation>
    </message>
</context>
<context>
    <name>CompareCaption</name>
    <message>
        <source>Remove star A</source>
        <translation>取消 A 的星标</translation>
    </message>
    <message>
        <source>Star A</source>
        <translation>为 A 加星标</translation>
    </message>
    <message>
        <source>Remove star B</source>
        <translation>取消 B 的星标</translation>
    </message>
    <message>
        <source>Star B</source>
        <translation>为 B 加星标</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>互换</translation>
    </message>
    <message>
        <source>Swap (X)</source>
        <translation>互换（X）</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>One after the other: hold Space or click to see the other one (M)</source>
        <translation>交替显示：按住空格键或点击可看另一张（M）</translation>
    </message>
    <message>
        <source>One after the other; a click stops it, Space held shows the other one (M)</source>
        <translation>交替显示；点击可暂停，按住空格键可看另一张（M）</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Beside or above each other (M)</source>
        <translation>左右或上下并列（M）</translation>
    </message>
    <message>
        <source>On each other, with a border (M)</source>
        <translation>上下叠放，中间有分界线（M）</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>What differs, pixel by pixel (M)</source>
        <translation>逐像素显示不同之处（M）</translation>
    </message>
    <message>
        <source>Flicker</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>Slider</source>
        <translation>滑块</translation>
    </message>
    <message>
        <source>Reference image</source>
        <translation>参考图</translation>
    </message>
    <message>
        <source>Prompts and settings, word by word</source>
        <translation>逐词比较提示词和设置</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Border between A and B</source>
        <translation>A 与 B 的分界线</translation>
    </message>
</context>
<context>
    <name>ComparedPages</name>
    <message>
        <source>Compare takes up to six images. More are selected.</source>
        <translation>最多可对比六张图片，目前选中的更多。</translation>
    </message>
    <message>
        <source>Compare needs two images.</source>
        <translation>对比需要两张图片。</translation>
    </message>
</context>
<context>
    <name>Cost</name>
    <message>
        <source>{command} (about {amount})</source>
        <translation>{command}（约 {amount}）</translation>
    </message>
    <message>
        <source>It costs about {amount}.</source>
        <translation>费用约为 {amount}。</translation>
    </message>
    <message>
        <source>They cost about {amount} in all.</source>
        <translation>总费用约为 {amount}。</translation>
    </message>
    <message>
        <source>Similar images cost about {amount} each</source>
        <translation>同类图片每张约 {amount}</translation>
    </message>
    <message>
        <source>About {total} in all: similar images cost about {amount} each</source>
        <translation>合计约 {total}：同类图片每张约 {amount}</translation>
    </message>
</context>
<context>
    <name>CostFilter</name>
    <message>
        <source>At least</source>
        <translation>至少</translation>
    </message>
    <message>
        <source>Cost at least</source>
        <translation>费用至少</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>至多</translation>
    </message>
    <message>
        <source>Cost at most</source>
        <translation>费用至多</translation>
    </message>
</context>
<context>
    <name>CreateFooter</name>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Generate {count} images</source>
        <translation>生成 {count} 张</translation>
    </message>
    <message>
        <source>Send this prompt ({key})</source>
        <translation>提交提示词（{key}）</translation>
    </message>
    <message>
        <source>Number of images</source>
        <translation>图片数量</translation>
    </message>
    <message>
        <source>Each image is a separate paid task</source>
        <translation>每张图片都是一个单独计费的任务</translation>
    </message>
</context>
<context>
    <name>CreateForm</name>
    <message>
        <source>Write a prompt first.</source>
        <translation>请先输入提示词。</translation>
    </message>
    <message>
        <source>Shorten the prompt by 1 character.</source>
        <translation>请将提示词缩短 1 个字符。</translation>
    </message>
    <message>
        <source>Shorten the prompt by {count} characters.</source>
        <translation>请将提示词缩短 {count} 个字符。</translation>
    </message>
    <message>
        <source>A reference image is still being prepared.</source>
        <translation>参考图仍在准备中。</translation>
    </message>
    <message>
        <source>Remove the reference image that is not available any more.</source>
        <translation>请移除已失效的参考图。</translation>
    </message>
    <message>
        <source>Make the reference image smaller, or remove it.</source>
        <translation>请缩小或移除过大的参考图。</translation>
    </message>
    <message>
        <source>Enter the name of a model.</source>
        <translation>请输入模型名称。</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
</context>
<context>
    <name>CreateHeader</name>
    <message>
        <source>Create</source>
        <translation>创作</translation>
    </message>
    <message>
        <source>Clear form</source>
        <translation>清空表单</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Templates…</source>
        <translation>模板…</translation>
    </message>
    <message>
        <source>Save as template…</source>
        <translation>存为模板…</translation>
    </message>
    <message>
        <source>Paste prompt from image…</source>
        <translation>从图片读取提示词…</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>恢复默认设置</translation>
    </message>
    <message>
        <source>Swap with previous</source>
        <translation>与上次内容互换</translation>
    </message>
</context>
<context>
    <name>CreatePane</name>
    <message>
        <source>Finish typing first</source>
        <translation>请先完成输入</translation>
    </message>
    <message>
        <source>Same as the last one. Send again?</source>
        <translation>与上一个任务相同，要再次提交吗？</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创作</translation>
    </message>
    <message>
        <source>{ratio}, {resolution}</source>
        <translation>{ratio}，{resolution}</translation>
    </message>
    <message>
        <source>{ratio}, {resolution}, 1 reference</source>
        <translation>{ratio}，{resolution}，1 张参考图</translation>
    </message>
    <message>
        <source>{ratio}, {resolution}, {count} references</source>
        <translation>{ratio}，{resolution}，{count} 张参考图</translation>
    </message>
</context>
<context>
    <name>Culling</name>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>To the bin</source>
        <translation>移入回收站</translation>
    </message>
    <message>
        <source>Star and keep</source>
        <translation>加星标并保留</translation>
    </message>
    <message>
        <source>Rate 1 and keep</source>
        <translation>评 1 星并保留</translation>
    </message>
    <message>
        <source>Rate 2 and keep</source>
        <translation>评 2 星并保留</translation>
    </message>
    <message>
        <source>Rate 3 and keep</source>
        <translation>评 3 星并保留</translation>
    </message>
    <message>
        <source>Rate 4 and keep</source>
        <translation>评 4 星并保留</translation>
    </message>
    <message>
        <source>Rate 5 and keep</source>
        <translation>评 5 星并保留</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>上一张</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一张</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>结束</translation>
    </message>
</context>
<context>
    <name>CullingWindow</name>
    <message>
        <source>Sort out images</source>
        <translation>挑选图片</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>已撤回</translation>
    </message>
</context>
<context>
    <name>CullingWiring</name>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>There are no images to sort out here.</source>
        <translation>这里没有可以挑选的图片。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>没有任何更改。</translation>
    </message>
    <message>
        <source>Decisions thrown away</source>
        <translation>已丢弃挑选结果</translation>
    </message>
</context>
<context>
    <name>CullingWords</name>
    <message>
        <source>Selected images</source>
        <translation>选中的图片</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>全部图片</translation>
    </message>
    <message>
        <source>Images ordered together</source>
        <translation>同一次生成的图片</translation>
    </message>
    <message>
        <source>Images of the survey</source>
        <translation>并览的图片</translation>
    </message>
    <message>
        <source>Images of one day</source>
        <translation>同一天的图片</translation>
    </message>
    <message>
        <source>Images that were found</source>
        <translation>搜索到的图片</translation>
    </message>
    <message>
        <source>{position} of {total}</source>
        <translation>第 {position} 张，共 {total} 张</translation>
    </message>
    <message numerus="yes">
        <source>%Ln kept</source>
        <translation>
            <numerusform>保留 %Ln 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln for the bin</source>
        <translation>
            <numerusform>移入回收站 %Ln 张</numerusform>
        </translation>
    </message>
    <message>
        <source>For the bin</source>
        <translation>将移入回收站</translation>
    </message>
    <message>
        <source>Kept with a star, rated {stars}</source>
        <translation>保留，加星标，评分 {stars}</translation>
    </message>
    <message>
        <source>Kept with a star</source>
        <translation>保留并加星标</translation>
    </message>
    <message>
        <source>Kept, rated {stars}</source>
        <translation>保留，评分 {stars}</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message numerus="yes">
        <source>You were sorting %Ln image(s), {decided} decided.</source>
        <translation>
            <numerusform>上次正在挑选 %Ln 张图片，已决定 {decided} 张。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{decided} of %Ln image(s) decided. The decisions are kept.</source>
        <translation>
            <numerusform>共 %Ln 张，已决定 {decided} 张，结果已保存。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln image(s) to the bin?</source>
        <translation>
            <numerusform>把 %Ln 张图片移到回收站？</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing goes to the bin</source>
        <translation>没有图片要移到回收站</translation>
    </message>
    <message>
        <source>{kept}, {marked} of them with a star or a rating</source>
        <translation>{kept}，其中 {marked} 张加了星标或评分</translation>
    </message>
    <message numerus="yes">
        <source>%Ln not decided: they stay as they are</source>
        <translation>
            <numerusform>%Ln 张未决定：保持原样</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of those for the bin have a star. A star says that an image is to be kept.</source>
        <translation>
            <numerusform>要移到回收站的图片里有 %Ln 张加了星标。星标表示图片要保留。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln image(s) to the bin</source>
        <translation>
            <numerusform>将 %Ln 张移到回收站</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep the marks</source>
        <translation>保存标记</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) moved to the bin</source>
        <translation>
            <numerusform>已把 %Ln 张图片移到回收站</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) marked</source>
        <translation>
            <numerusform>已标记 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) changed before that</source>
        <translation>
            <numerusform>此前已更改 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) are not there any more</source>
        <translation>
            <numerusform>%Ln 张图片已不在</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DateFilter</name>
    <message>
        <source>Any time</source>
        <translation>任何时间</translation>
    </message>
    <message>
        <source>From – to…</source>
        <translation>从…到…</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>{name}: 2026-11-02</source>
        <translation>{name}：2026-11-02</translation>
    </message>
    <message>
        <source>{name} which day</source>
        <translation>{name}哪一天</translation>
    </message>
</context>
<context>
    <name>DeckPage</name>
    <message>
        <source>Rate and keep</source>
        <translation>评分并保留</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>The service names the same model.</source>
        <translation>服务方返回的是同一模型。</translation>
    </message>
    <message>
        <source>The service names another model: {model}</source>
        <translation>服务方返回的是另一模型：{model}</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Made in</source>
        <translation>生成用时</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>up to {time}</source>
        <translation>最多 {time}</translation>
    </message>
    <message>
        <source>States</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Cost as reported</source>
        <translation>费用（服务方报告）</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <comment>two moments</comment>
        <translation>{first} 至 {last}</translation>
    </message>
    <message>
        <source>Size on disk</source>
        <translation>占用空间</translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>隐藏详情</translation>
    </message>
    <message>
        <source>Hide details (I)</source>
        <translation>隐藏详情（I）</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them without a reported cost</source>
        <translation>
            <numerusform>其中 %Ln 个没有费用信息</numerusform>
        </translation>
    </message>
    <message>
        <source>Select an image to see how it was made.</source>
        <translation>选择一张图片，查看它是如何生成的。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) selected</source>
        <translation>
            <numerusform>已选择 %Ln 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Select fewer to see costs and dates.</source>
        <translation>选择少一些，即可查看费用和日期。</translation>
    </message>
</context>
<context>
    <name>DetailsWiring</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Add reference images</source>
        <translation>添加参考图</translation>
    </message>
    <message>
        <source>Choose an image</source>
        <translation>选择图片</translation>
    </message>
    <message>
        <source>Images ({patterns})</source>
        <translation>图片 ({patterns})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Save image as</source>
        <translation>图片另存为</translation>
    </message>
    <message>
        <source>Image ({patterns})</source>
        <translation>图片 ({patterns})</translation>
    </message>
    <message>
        <source>Save list as</source>
        <translation>将列表另存为</translation>
    </message>
    <message>
        <source>Table ({patterns})</source>
        <translation>表格 ({patterns})</translation>
    </message>
    <message>
        <source>Export templates</source>
        <translation>导出模板</translation>
    </message>
    <message>
        <source>Import templates</source>
        <translation>导入模板</translation>
    </message>
    <message>
        <source>Templates ({patterns})</source>
        <translation>模板 ({patterns})</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>保存诊断信息</translation>
    </message>
    <message>
        <source>Archive ({patterns})</source>
        <translation>压缩文件 ({patterns})</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>DifferenceLayer</name>
    <message>
        <source>Comparing…</source>
        <translation>正在对比…</translation>
    </message>
    <message>
        <source>The images are the same.</source>
        <translation>两张图片相同。</translation>
    </message>
    <message>
        <source>No difference to be seen at this size.</source>
        <translation>在此大小下看不出差异。</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Difference × {gain}</source>
        <translation>差异 × {gain}</translation>
    </message>
    <message>
        <source>Difference of A and B</source>
        <translation>A 与 B 的差异</translation>
    </message>
</context>
<context>
    <name>DifferencePanel</name>
    <message>
        <source>{name}: A {a}, B {b}</source>
        <translation>{name}：A {a}，B {b}</translation>
    </message>
    <message>
        <source>The settings are the same.</source>
        <translation>设置相同。</translation>
    </message>
    <message>
        <source>Struck through: only in A. Underlined: only in B.</source>
        <translation>删除线：仅 A 有。下划线：仅 B 有。</translation>
    </message>
    <message>
        <source>The prompts are the same.</source>
        <translation>提示词相同。</translation>
    </message>
    <message>
        <source>Difference of the prompts</source>
        <translation>提示词的差异</translation>
    </message>
    <message>
        <source>Only in A: {words}</source>
        <translation>仅 A 有：{words}</translation>
    </message>
    <message>
        <source>Only in B: {words}</source>
        <translation>仅 B 有：{words}</translation>
    </message>
</context>
<context>
    <name>DragWiring</name>
    <message numerus="yes">
        <source>%Ln file(s) missing and left out.</source>
        <translation>
            <numerusform>有 %Ln 个文件缺失，未一同拖出。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) missing: nothing to drag.</source>
        <translation>
            <numerusform>%Ln 个文件缺失，没有可拖出的内容。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the first %Ln image(s) are dragged.</source>
        <translation>
            <numerusform>只拖出前 %Ln 张图片。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DropHint</name>
    <message>
        <source>Drop to add as reference image</source>
        <translation>松开即可添加为参考图</translation>
    </message>
    <message>
        <source>Drop to read its prompt and settings</source>
        <translation>松开即可读取其中的提示词和设置</translation>
    </message>
</context>
<context>
    <name>EmptyNote</name>
    <message>
        <source>No prompts match “{words}”</source>
        <translation>没有匹配“{words}”的提示词</translation>
    </message>
    <message>
        <source>Filters are in force as well.</source>
        <translation>同时还有筛选条件生效。</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Nothing is being made</source>
        <translation>没有进行中的任务</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>No failed tasks</source>
        <translation>没有失败的任务</translation>
    </message>
    <message>
        <source>No starred images yet</source>
        <translation>还没有加星标的图片</translation>
    </message>
    <message>
        <source>Press S on an image to star it.</source>
        <translation>选中图片后按 S 即可加星标。</translation>
    </message>
    <message>
        <source>The bin is empty</source>
        <translation>回收站是空的</translation>
    </message>
    <message>
        <source>What you delete lies here until you empty the bin.</source>
        <translation>删除的内容会保留在这里，直到清空回收站。</translation>
    </message>
    <message>
        <source>Your images will appear here</source>
        <translation>你的图片会显示在这里</translation>
    </message>
    <message>
        <source>Every task is kept with its prompt and settings.</source>
        <translation>每个任务都会连同提示词和设置一起保留。</translation>
    </message>
    <message>
        <source>The list could not be read</source>
        <translation>无法读取列表</translation>
    </message>
    <message>
        <source>Your images and tasks are where they were.</source>
        <translation>你的图片和任务都还在原处。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Nothing passes these filters</source>
        <translation>没有符合这些筛选条件的内容</translation>
    </message>
</context>
<context>
    <name>EmptyStage</name>
    <message>
        <source>Nothing selected yet</source>
        <translation>尚未选择图片</translation>
    </message>
    <message>
        <source>Write a prompt on the left and press Generate.</source>
        <translation>在左侧输入提示词，然后点击“生成”。</translation>
    </message>
    <message>
        <source>Or start with one of these:</source>
        <translation>也可以从这些提示词开始：</translation>
    </message>
    <message>
        <source>A ripe banana carved into a tiny sailing boat</source>
        <translation>一根熟透的香蕉雕成的小帆船</translation>
    </message>
    <message>
        <source>Layered paper-cut mountains in morning fog</source>
        <translation>晨雾中的层叠剪纸山峦</translation>
    </message>
    <message>
        <source>A matte ceramic teapot in soft window light</source>
        <translation>柔和窗光下的哑光陶瓷茶壶</translation>
    </message>
</context>
<context>
    <name>EndCard</name>
    <message>
        <source>Enter looks at an image once more. The bin gives them back.</source>
        <translation>按 Enter 可再看选中的图片。回收站里的图片可以还原。</translation>
    </message>
    <message>
        <source>For the bin</source>
        <translation>将移入回收站</translation>
    </message>
    <message>
        <source>Keep deciding</source>
        <translation>继续挑选</translation>
    </message>
    <message>
        <source>Throw away the decisions</source>
        <translation>丢弃挑选结果</translation>
    </message>
</context>
<context>
    <name>ErrorCard</name>
    <message>
        <source>Task ID at the service</source>
        <translation>服务方的任务 ID</translation>
    </message>
    <message>
        <source>Use this ID</source>
        <translation>使用此 ID</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Open settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Open account page</source>
        <translation>打开账户页面</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再次生成</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即提交</translation>
    </message>
    <message>
        <source>Cancel task</source>
        <translation>取消任务</translation>
    </message>
    <message>
        <source>Edit prompt</source>
        <translation>修改提示词</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Edit references</source>
        <translation>修改参考图</translation>
    </message>
    <message>
        <source>Choose model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>立即查询</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>停止等待</translation>
    </message>
    <message>
        <source>Watch again</source>
        <translation>继续等待</translation>
    </message>
    <message>
        <source>I have a task ID…</source>
        <translation>我有任务 ID…</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <source>Download anyway</source>
        <translation>仍然下载</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Ask for a new link</source>
        <translation>获取新链接</translation>
    </message>
    <message>
        <source>Change folder…</source>
        <translation>更换文件夹…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Find file…</source>
        <translation>查找文件…</translation>
    </message>
    <message>
        <source>Remove from history</source>
        <translation>从历史中移除</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Use until I quit</source>
        <translation>仅本次使用</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Use another key</source>
        <translation>使用其他密钥</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Key not accepted</source>
        <translation>密钥无效</translation>
    </message>
    <message>
        <source>No certificates</source>
        <translation>缺少证书</translation>
    </message>
    <message>
        <source>Reference is a folder</source>
        <translation>参考图是文件夹</translation>
    </message>
    <message>
        <source>Proxy not usable</source>
        <translation>代理不可用</translation>
    </message>
    <message>
        <source>The service did not accept your API key</source>
        <translation>服务未接受你的 API 密钥</translation>
    </message>
    <message>
        <source>It may be mistyped, expired or switched off. Check the key in Settings; this task was not started.</source>
        <translation>密钥可能有误、已过期或被停用。请在设置中检查；本任务没有开始。</translation>
    </message>
    <message>
        <source>Key missing</source>
        <translation>缺少密钥</translation>
    </message>
    <message>
        <source>There is no API key yet</source>
        <translation>尚未添加 API 密钥</translation>
    </message>
    <message>
        <source>Add an API key in Settings; this task waits until then.</source>
        <translation>请在设置中添加 API 密钥；在此之前，本任务会一直等待。</translation>
    </message>
    <message>
        <source>Balance too low</source>
        <translation>余额不足</translation>
    </message>
    <message>
        <source>Your balance is too low for this task</source>
        <translation>账户余额不足</translation>
    </message>
    <message>
        <source>Top up your account at the service, then run it again. Nothing was generated.</source>
        <translation>请先在服务方充值，再重新生成。没有生成图片。</translation>
    </message>
    <message>
        <source>Balance used up</source>
        <translation>余额已用完</translation>
    </message>
    <message>
        <source>Your balance at the service is used up</source>
        <translation>你在服务方的余额已用完</translation>
    </message>
    <message>
        <source>Top up your account at the service. This task waits and is tried again by itself.</source>
        <translation>请到服务方充值。本任务会保留等待，并自动重试。</translation>
    </message>
    <message>
        <source>Waiting, service busy</source>
        <translation>服务繁忙，等待中</translation>
    </message>
    <message>
        <source>The service asked us to slow down</source>
        <translation>服务要求放慢速度</translation>
    </message>
    <message>
        <source>This task waits and is sent automatically at {time}.</source>
        <translation>本任务已排队，将于 {time} 自动提交。</translation>
    </message>
    <message>
        <source>This task waits and is sent automatically in a moment.</source>
        <translation>本任务已排队，稍后自动提交。</translation>
    </message>
    <message>
        <source>This system has no certificates</source>
        <translation>系统中没有证书</translation>
    </message>
    <message>
        <source>Without them no secure connection can be made. Install the package ca-certificates, or name a file of certificates in SSL_CERT_FILE, then start the app again.</source>
        <translation>没有证书就无法建立安全连接。请安装软件包 ca-certificates，或用 SSL_CERT_FILE 指定证书文件，然后重新启动应用。</translation>
    </message>
    <message>
        <source>This task was sent to another service address</source>
        <translation>本任务是在另一个服务地址提交的</translation>
    </message>
    <message>
        <source>“{name}” could not be made small enough.</source>
        <translation>无法将“{name}”缩小到可提交的大小。</translation>
    </message>
    <message>
        <source>A reference image could not be made small enough.</source>
        <translation>有一张参考图无法缩小到可提交的大小。</translation>
    </message>
    <message>
        <source>“{name}” is a folder. Add the images in it instead.</source>
        <translation>“{name}”是文件夹。请添加其中的图片。</translation>
    </message>
    <message>
        <source>This is a folder. Add the images in it instead.</source>
        <translation>这是文件夹。请添加其中的图片。</translation>
    </message>
    <message>
        <source>Use an address with a port, like http://127.0.0.1:7890 or socks5://127.0.0.1:1080</source>
        <translation>请使用带端口的地址，例如 http://127.0.0.1:7890 或 socks5://127.0.0.1:1080</translation>
    </message>
    <message>
        <source>Content not allowed</source>
        <translation>内容未通过审核</translation>
    </message>
    <message>
        <source>The service declined this prompt</source>
        <translation>服务拒绝了这条提示词</translation>
    </message>
    <message>
        <source>Its content rules did not allow this request. Nothing was generated. Change the prompt or the reference images, then run it again as a new task.</source>
        <translation>内容审核未通过，没有生成图片。请修改提示词或参考图，再作为新任务提交。</translation>
    </message>
    <message>
        <source>Request not accepted</source>
        <translation>设置未被接受</translation>
    </message>
    <message>
        <source>The service did not accept these settings</source>
        <translation>服务未接受这些设置</translation>
    </message>
    <message>
        <source>Nothing was generated. Change the prompt, the model or the references, then run it again as a new task.</source>
        <translation>没有生成图片。请修改提示词、模型或参考图，再作为新任务提交。</translation>
    </message>
    <message>
        <source>Model not offered</source>
        <translation>模型不可用</translation>
    </message>
    <message>
        <source>This model is not available at the service</source>
        <translation>服务方不提供这个模型</translation>
    </message>
    <message>
        <source>Choose another model and run it again.</source>
        <translation>请选择其他模型，再重新生成。</translation>
    </message>
    <message>
        <source>Reference refused</source>
        <translation>参考图未被接受</translation>
    </message>
    <message>
        <source>The service could not use a reference image</source>
        <translation>服务无法使用其中一张参考图</translation>
    </message>
    <message>
        <source>Image {n} could not be fetched or read by the service. Replace it and run again.</source>
        <translation>服务无法获取或读取第 {n} 张参考图。请更换后重新生成。</translation>
    </message>
    <message>
        <source>An image could not be fetched or read by the service. Replace it and run again.</source>
        <translation>服务无法获取或读取其中一张参考图。请更换后重新生成。</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>未提交</translation>
    </message>
    <message>
        <source>This task was not sent</source>
        <translation>本任务没有提交</translation>
    </message>
    <message>
        <source>There was no connection, so nothing was charged. It is kept here.</source>
        <translation>当时没有网络，因此没有产生费用。任务保留在这里。</translation>
    </message>
    <message>
        <source>Waiting for network</source>
        <translation>等待网络</translation>
    </message>
    <message>
        <source>The connection was lost while waiting</source>
        <translation>等待时网络中断</translation>
    </message>
    <message>
        <source>The service keeps working. Checking resumes by itself when you are online.</source>
        <translation>服务仍在处理，联网后会自动继续查询。</translation>
    </message>
    <message>
        <source>Not confirmed</source>
        <translation>结果未确认</translation>
    </message>
    <message>
        <source>It is not certain that the service got this task</source>
        <translation>无法确定服务是否收到任务</translation>
    </message>
    <message>
        <source>The connection broke while it was being sent. It may have been accepted and charged, so it is not sent again by itself. Check your task list at the service before running it again.</source>
        <translation>提交时连接中断，任务可能已被接受并计费，因此不会自动重发。再次生成前，请先到服务方查看任务。</translation>
    </message>
    <message>
        <source>Slower than usual</source>
        <translation>比平时慢</translation>
    </message>
    <message>
        <source>Still working after {minutes} min. Checking continues.</source>
        <translation>已等待 {minutes} 分钟，仍在查询。</translation>
    </message>
    <message>
        <source>At another address</source>
        <translation>在另一地址提交</translation>
    </message>
    <message>
        <source>It goes on by itself once that address is set again. Results stay at the service for about 24 hours.</source>
        <translation>改回该地址后会自动继续。结果在服务方保留约 24 小时。</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>服务超时</translation>
    </message>
    <message>
        <source>The service took too long and gave up</source>
        <translation>服务处理超时</translation>
    </message>
    <message>
        <source>It reported a time-out. Try again later, with a smaller resolution or fewer references.</source>
        <translation>服务报告超时。请稍后再试，或降低分辨率、减少参考图。</translation>
    </message>
    <message>
        <source>Service error</source>
        <translation>服务出错</translation>
    </message>
    <message>
        <source>The service had a problem</source>
        <translation>服务出现问题</translation>
    </message>
    <message>
        <source>It answered with an error that says nothing useful to you. Try again in a few minutes.</source>
        <translation>服务返回了错误，但没有说明原因。请过几分钟再试。</translation>
    </message>
    <message>
        <source>Unexpected answer</source>
        <translation>应答异常</translation>
    </message>
    <message>
        <source>Something else answered instead of the service</source>
        <translation>应答的不是图像服务</translation>
    </message>
    <message>
        <source>The answer was not the service&apos;s. Check the service address in Settings, and whether this network asks you to sign in.</source>
        <translation>收到的应答并非来自服务。请在设置中检查服务地址，并确认当前网络是否需要登录。</translation>
    </message>
    <message>
        <source>Lost at the service</source>
        <translation>服务方查不到任务</translation>
    </message>
    <message>
        <source>The service no longer knows this task</source>
        <translation>服务方已查不到本任务</translation>
    </message>
    <message>
        <source>It was accepted, and then the service could not find it any more. It may have been charged. Checking again is free.</source>
        <translation>任务曾被接受，之后服务方却查不到了，可能已经计费。再次查询不收费。</translation>
    </message>
    <message>
        <source>No image received</source>
        <translation>没有收到图片</translation>
    </message>
    <message>
        <source>The service finished without an image</source>
        <translation>服务已完成，但没有图片</translation>
    </message>
    <message>
        <source>It reported that the task is complete but sent no image. Checking is free.</source>
        <translation>服务报告任务已完成，却没有返回图片。查询不收费。</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>未下载</translation>
    </message>
    <message>
        <source>The image is ready but could not be downloaded</source>
        <translation>图片已生成，但下载失败</translation>
    </message>
    <message>
        <source>It stays available at the service until {time}. Downloading again is free.</source>
        <translation>在 {time} 之前都可以重新下载，不另收费。</translation>
    </message>
    <message>
        <source>It stays available at the service for about 24 hours. Downloading again is free.</source>
        <translation>约 24 小时内都可以重新下载，不另收费。</translation>
    </message>
    <message>
        <source>Link expired</source>
        <translation>链接已过期</translation>
    </message>
    <message>
        <source>The download link has expired</source>
        <translation>下载链接已过期</translation>
    </message>
    <message>
        <source>The service keeps finished images for about 24 hours, and this one was not downloaded in time.</source>
        <translation>服务只保留约 24 小时，这张图片没有及时下载。</translation>
    </message>
    <message>
        <source>Link does not work</source>
        <translation>链接失效</translation>
    </message>
    <message>
        <source>The download link does not work</source>
        <translation>下载链接无法使用</translation>
    </message>
    <message>
        <source>The service was asked for a new one and gave the same again. Asking is free.</source>
        <translation>已向服务索取新链接，但返回的仍是同一个。再次索取不收费。</translation>
    </message>
    <message>
        <source>Link not opened</source>
        <translation>链接未打开</translation>
    </message>
    <message>
        <source>The download link was not opened</source>
        <translation>下载链接没有打开</translation>
    </message>
    <message>
        <source>The service sent a link that is not safe to follow. Asking for a new one is free.</source>
        <translation>服务给出的链接不安全，因此没有打开。获取新链接不收费。</translation>
    </message>
    <message>
        <source>Image damaged</source>
        <translation>图片已损坏</translation>
    </message>
    <message>
        <source>What was downloaded is not a whole image</source>
        <translation>下载到的图片不完整</translation>
    </message>
    <message>
        <source>It was put aside. Downloading again is free.</source>
        <translation>不完整的文件已移到一边。重新下载不收费。</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>There is not enough space to save this image</source>
        <translation>空间不足，无法保存图片</translation>
    </message>
    <message>
        <source>{size} is needed on {volume}. Free some space or choose another folder. The image is safe at the service until {time}.</source>
        <translation>需要 {size}（{volume}）。请释放空间或更换文件夹；{time} 之前图片仍保存在服务方。</translation>
    </message>
    <message>
        <source>Free some space or choose another folder. The image is safe at the service for about 24 hours.</source>
        <translation>请释放空间或更换文件夹；约 24 小时内图片仍保存在服务方。</translation>
    </message>
    <message>
        <source>Data folder not usable</source>
        <translation>数据文件夹不可用</translation>
    </message>
    <message>
        <source>The data folder cannot be used</source>
        <translation>数据文件夹无法使用</translation>
    </message>
    <message>
        <source>“{folder}” cannot be made, opened or written. The history and the settings live there, so the program cannot start.</source>
        <translation>“{folder}”无法创建、打开或写入。历史和设置都保存在那里，因此程序无法启动。</translation>
    </message>
    <message>
        <source>Already running</source>
        <translation>已在运行</translation>
    </message>
    <message>
        <source>NanoBanana Desktop is running already and does not answer</source>
        <translation>NanoBanana Desktop 已在运行，但没有响应</translation>
    </message>
    <message>
        <source>It uses the same data folder (process {process} on {host}). End it, then start again.</source>
        <translation>它正在使用同一个数据文件夹（{host} 上的进程 {process}）。请先结束它，再重新启动。</translation>
    </message>
    <message>
        <source>Folder missing</source>
        <translation>文件夹不可用</translation>
    </message>
    <message>
        <source>The save folder is not available</source>
        <translation>图片文件夹不可用</translation>
    </message>
    <message>
        <source>“{folder}” cannot be opened. Connect the drive or choose another folder.</source>
        <translation>无法打开“{folder}”。请连接磁盘或更换文件夹。</translation>
    </message>
    <message>
        <source>It cannot be opened. Connect the drive or choose another folder.</source>
        <translation>图片文件夹无法打开。请连接磁盘或更换文件夹。</translation>
    </message>
    <message>
        <source>File missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>Free some space or choose another folder. The image is safe at the service until {time}.</source>
        <translation>请释放空间或更换文件夹；{time} 之前图片仍保存在服务方。</translation>
    </message>
    <message>
        <source>The image file is not where it was saved</source>
        <translation>图片文件不在原来的位置</translation>
    </message>
    <message>
        <source>It was moved or deleted outside this app.</source>
        <translation>文件已在本应用之外被移动或删除。</translation>
    </message>
    <message>
        <source>This image cannot be shown</source>
        <translation>无法显示这张图片</translation>
    </message>
    <message>
        <source>Its file is damaged or cannot be read.</source>
        <translation>图片文件已损坏或无法读取。</translation>
    </message>
    <message>
        <source>No password store</source>
        <translation>密码库不可用</translation>
    </message>
    <message>
        <source>The system password store is not available</source>
        <translation>系统密码库不可用</translation>
    </message>
    <message>
        <source>{store} did not answer. The key can be used until you quit, but it will not be remembered.</source>
        <translation>{store}没有响应。密钥可用到退出为止，但不会被记住。</translation>
    </message>
    <message>
        <source>The key can be used until you quit, but it will not be remembered.</source>
        <translation>密钥可用到退出为止，但不会被记住。</translation>
    </message>
    <message>
        <source>Password store locked</source>
        <translation>密码库已锁定</translation>
    </message>
    <message>
        <source>The system password store is locked</source>
        <translation>系统密码库已锁定</translation>
    </message>
    <message>
        <source>Unlock it to use your saved key.</source>
        <translation>解锁后即可使用已保存的密钥。</translation>
    </message>
    <message>
        <source>Key too long</source>
        <translation>密钥过长</translation>
    </message>
    <message>
        <source>This key is too long for the system password store</source>
        <translation>密钥过长，系统密码库无法保存</translation>
    </message>
    <message>
        <source>Check that only the key was pasted. It can be used until you quit.</source>
        <translation>请检查是否只粘贴了密钥。密钥可用到退出为止。</translation>
    </message>
    <message>
        <source>Prompt empty</source>
        <translation>提示词为空</translation>
    </message>
    <message>
        <source>Write a prompt first.</source>
        <translation>请先输入提示词。</translation>
    </message>
    <message>
        <source>Prompt too long</source>
        <translation>提示词过长</translation>
    </message>
    <message>
        <source>Shorten the prompt by {n} characters</source>
        <translation>请将提示词缩短 {n} 个字符</translation>
    </message>
    <message>
        <source>Shorten the prompt</source>
        <translation>请缩短提示词</translation>
    </message>
    <message>
        <source>Reference too large</source>
        <translation>参考图过大</translation>
    </message>
    <message>
        <source>“{name}” is {size}. Images up to {limit} can be sent.</source>
        <translation>“{name}”为 {size}，单张图片不能超过 {limit}。</translation>
    </message>
    <message>
        <source>A reference image is too large to be sent.</source>
        <translation>有一张参考图过大，无法提交。</translation>
    </message>
    <message>
        <source>Reference unreadable</source>
        <translation>参考图无法读取</translation>
    </message>
    <message>
        <source>“{name}” is not an image this app can read (PNG, JPEG, WebP).</source>
        <translation>“{name}”不是本应用可读取的图片（PNG、JPEG、WebP）。</translation>
    </message>
    <message>
        <source>A reference is not an image this app can read (PNG, JPEG, WebP).</source>
        <translation>有一张参考图不是本应用可读取的图片（PNG、JPEG、WebP）。</translation>
    </message>
    <message>
        <source>Reference link</source>
        <translation>参考图链接</translation>
    </message>
    <message>
        <source>Use a public image link that starts with https://</source>
        <translation>请使用以 https:// 开头的公开图片链接</translation>
    </message>
    <message>
        <source>Too many references</source>
        <translation>参考图过多</translation>
    </message>
    <message>
        <source>Only 6 reference images fit. {n} were not added.</source>
        <translation>最多添加 6 张参考图，有 {n} 张未添加。</translation>
    </message>
    <message>
        <source>Only 6 reference images fit.</source>
        <translation>最多添加 6 张参考图。</translation>
    </message>
    <message>
        <source>Address not usable</source>
        <translation>地址不可用</translation>
    </message>
    <message>
        <source>Use an address that starts with https://</source>
        <translation>请使用以 https:// 开头的地址</translation>
    </message>
    <message>
        <source>Model missing</source>
        <translation>缺少模型</translation>
    </message>
    <message>
        <source>Enter the name of a model.</source>
        <translation>请输入模型名称。</translation>
    </message>
    <message>
        <source>History not saved</source>
        <translation>历史未保存</translation>
    </message>
    <message>
        <source>The history could not be written</source>
        <translation>历史无法写入</translation>
    </message>
    <message>
        <source>Nothing new is sent until it can be. Check that the disk has space and that its folder can be written.</source>
        <translation>恢复之前不会提交新任务。请检查磁盘是否有空间，以及历史所在的文件夹是否可写。</translation>
    </message>
    <message>
        <source>Newer history</source>
        <translation>历史版本较新</translation>
    </message>
    <message>
        <source>This history was written by a newer version</source>
        <translation>历史由更高版本写入</translation>
    </message>
    <message>
        <source>Update the app to use it. Nothing in it was changed.</source>
        <translation>请更新应用后再使用。历史内容没有改动。</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出了点问题</translation>
    </message>
    <message>
        <source>This task ended in an unexpected way</source>
        <translation>本任务意外结束</translation>
    </message>
    <message>
        <source>Copy the details when you report it.</source>
        <translation>反馈问题时请附上详情。</translation>
    </message>
    <message>
        <source>%Ln more could not be added.</source>
        <translation>另有 %Ln 个未能添加。</translation>
    </message>
    <message>
        <source>Only 6 reference images fit. 1 was not added.</source>
        <translation>最多添加 6 张参考图，有 1 张未添加。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Prompt, up to 40 characters</source>
        <translation>提示词，最多 40 个字符</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Aspect ratio</source>
        <translation>画面比例</translation>
    </message>
    <message>
        <source>Number in this export</source>
        <translation>本次导出的序号</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>First tag</source>
        <translation>第一个标签</translation>
    </message>
    <message>
        <source>Task ID</source>
        <translation>任务 ID</translation>
    </message>
    <message>
        <source>There is no field “{word}” (character {place}).</source>
        <translation>没有“{word}”这个字段（第 {place} 个字符）。</translation>
    </message>
    <message>
        <source>The bracket at character {place} is not closed.</source>
        <translation>第 {place} 个字符处的括号没有闭合。</translation>
    </message>
    <message>
        <source>The bracket at character {place} closes nothing. Write it twice to have one.</source>
        <translation>第 {place} 个字符处的括号没有对应的开括号。要得到括号，请连写两次。</translation>
    </message>
    <message>
        <source>“{word}” (character {place}) needs a length from 1 to {most}, or none.</source>
        <translation>“{word}”（第 {place} 个字符）的长度应为 1 到 {most}，也可以不写。</translation>
    </message>
    <message>
        <source>Write a name.</source>
        <translation>请填写名称。</translation>
    </message>
    <message>
        <source>There are more than {folders} folders in the name.</source>
        <translation>名称中的文件夹超过 {folders} 层。</translation>
    </message>
    <message>
        <source>The name is too long.</source>
        <translation>名称太长。</translation>
    </message>
    <message>
        <source>“{word}” (character {place}) is not known yet when an image is saved.</source>
        <translation>保存图片时尚不知道“{word}”（第 {place} 个字符）。</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>文件不在了</translation>
    </message>
    <message>
        <source>the image is damaged</source>
        <translation>图片已损坏</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>the folder is not there or cannot be written</source>
        <translation>文件夹不存在或无法写入</translation>
    </message>
    <message>
        <source>the history cannot be read</source>
        <translation>无法读取历史</translation>
    </message>
    <message>
        <source>something unforeseen happened</source>
        <translation>发生了意外情况</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>Images that could not be exported</source>
        <translation>未能导出的图片</translation>
    </message>
    <message numerus="yes">
        <source>Export %Ln image(s)</source>
        <translation>
            <numerusform>导出 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Exporting… {done} of {total}</source>
        <translation>正在导出… {done} / {total}</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message numerus="yes">
        <source>Export %Ln image(s)</source>
        <translation>
            <numerusform>导出 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更换…</translation>
    </message>
    <message>
        <source>Name of the copies</source>
        <translation>副本名称</translation>
    </message>
    <message>
        <source>Insert field</source>
        <translation>插入字段</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Same as the original</source>
        <translation>与原图相同</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Quality {number}</source>
        <translation>质量 {number}</translation>
    </message>
    <message>
        <source>Written into the copies</source>
        <translation>写入副本的内容</translation>
    </message>
    <message>
        <source>Prompt and settings</source>
        <translation>提示词和设置</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>不写入</translation>
    </message>
    <message>
        <source>Also</source>
        <translation>此外</translation>
    </message>
    <message>
        <source>Put everything into one ZIP file</source>
        <translation>全部放入一个 ZIP 文件</translation>
    </message>
    <message>
        <source>Add a list of the tasks (CSV)</source>
        <translation>附上任务列表 (CSV)</translation>
    </message>
    <message>
        <source>All texts, camera data and content credentials are left out. Colours and orientation stay right.</source>
        <translation>所有文字、相机数据和内容凭证都会去除，颜色和方向保持不变。</translation>
    </message>
    <message>
        <source>The originals stay as they are. Those that carry content credentials are copied unchanged.</source>
        <translation>原图保持不变。带有内容凭证的原图会原样复制。</translation>
    </message>
    <message>
        <source>The originals stay as they are. Copies in another format carry no content credentials.</source>
        <translation>原图保持不变。其他格式的副本不带内容凭证。</translation>
    </message>
    <message>
        <source>Example: {name}</source>
        <translation>示例：{name}</translation>
    </message>
</context>
<context>
    <name>ExportWiring</name>
    <message>
        <source>Select images to export them.</source>
        <translation>请先选择要导出的图片。</translation>
    </message>
    <message>
        <source>There are no tasks to list.</source>
        <translation>没有可列出的任务。</translation>
    </message>
    <message>
        <source>Images {day}</source>
        <translation>图片 {day}</translation>
    </message>
    <message>
        <source>An export is still running.</source>
        <translation>上一次导出仍在进行。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>FileWiring</name>
    <message>
        <source>Image copied</source>
        <translation>图片已复制</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) copied</source>
        <translation>
            <numerusform>已复制 %Ln 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Prompt copied</source>
        <translation>提示词已复制</translation>
    </message>
    <message numerus="yes">
        <source>%Ln prompt(s) copied</source>
        <translation>
            <numerusform>已复制 %Ln 条提示词</numerusform>
        </translation>
    </message>
    <message>
        <source>No program was found for this file.</source>
        <translation>没有找到可以打开此文件的程序。</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>已保存为 {name}</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) saved to “{folder}”</source>
        <translation>
            <numerusform>已将 %Ln 张图片保存到“{folder}”</numerusform>
        </translation>
    </message>
    <message>
        <source>image</source>
        <translation>图片</translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read or written.</source>
        <translation>
            <numerusform>有 %Ln 个无法读取或写入。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FillCard</name>
    <message>
        <source>Finish typing first</source>
        <translation>请先完成输入</translation>
    </message>
    <message>
        <source>Fill in “{name}” first.</source>
        <translation>请先填写“{name}”。</translation>
    </message>
    <message>
        <source>Fill in “{name}”</source>
        <translation>填写“{name}”</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This becomes the prompt</source>
        <translation>生成的提示词</translation>
    </message>
    <message>
        <source>Append to prompt</source>
        <translation>追加到提示词</translation>
    </message>
    <message>
        <source>Fill the form</source>
        <translation>填入表单</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation>胶片条</translation>
    </message>
</context>
<context>
    <name>FilterButton</name>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message numerus="yes">
        <source>Filters, %Ln in force</source>
        <translation>
            <numerusform>筛选，%Ln 个生效</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>星标</translation>
    </message>
    <message numerus="yes">
        <source>Bin, %Ln item(s)</source>
        <translation>
            <numerusform>回收站，%Ln 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterForm</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Aspect ratio</source>
        <translation>画面比例</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>With</source>
        <translation>含有</translation>
    </message>
    <message>
        <source>Cost as reported</source>
        <translation>服务报告的费用</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>Manage tags…</source>
        <translation>管理标签…</translation>
    </message>
    <message>
        <source>Reference image</source>
        <translation>参考图</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>不限</translation>
    </message>
</context>
<context>
    <name>FilterLine</name>
    <message>
        <source>Search commands and keys</source>
        <translation>搜索命令和按键</translation>
    </message>
</context>
<context>
    <name>FilterPopover</name>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>How searches are written</source>
        <translation>搜索语法</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>FilterTokens</name>
    <message>
        <source>Remove filter {name}</source>
        <translation>移除筛选：{name}</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Aspect ratio</source>
        <translation>画面比例</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Has</source>
        <translation>含有</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>等待提交</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Not confirmed</source>
        <translation>结果未确认</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Link expired</source>
        <translation>链接已过期</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>横图</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>竖图</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方图</translation>
    </message>
    <message>
        <source>Reference image</source>
        <translation>参考图</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星标</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>今年</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>最早的在前</translation>
    </message>
    <message>
        <source>Best rated first</source>
        <translation>评分高的在前</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>尺寸大的在前</translation>
    </message>
    <message>
        <source>Most expensive first</source>
        <translation>费用高的在前</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>按模型</translation>
    </message>
    <message>
        <source>active, waiting, done, failed, unconfirmed, stopped or expired</source>
        <translation>进行中、等待、完成、失败、未确认、已停止或已过期</translation>
    </message>
    <message>
        <source>a day like today, 7d, last-week or 2026-11-02</source>
        <translation>日期，如 今天、7d、上周、2026-11-02</translation>
    </message>
    <message>
        <source>part of a model&apos;s name, or all of it in quotes</source>
        <translation>模型名称的一部分，或加引号的完整名称</translation>
    </message>
    <message>
        <source>2k, landscape, portrait, square or 1024x1024</source>
        <translation>2k、横图、竖图、方图 或 1024x1024</translation>
    </message>
    <message>
        <source>a ratio like 16:9, or auto</source>
        <translation>画面比例，如 16:9，或 自动</translation>
    </message>
    <message>
        <source>1 to 5</source>
        <translation>1 到 5</translation>
    </message>
    <message>
        <source>the name of a tag</source>
        <translation>标签名</translation>
    </message>
    <message>
        <source>reference, note, picture, tag, rating, star, cost or error</source>
        <translation>参考图、备注、图片、标签、评分、星标、费用或错误</translation>
    </message>
    <message>
        <source>a number, like 0.5 or 0.1-0.5</source>
        <translation>数字，如 0.5 或 0.1-0.5</translation>
    </message>
    <message>
        <source>{stars} or more</source>
        <translation>{stars} 及以上</translation>
    </message>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
    <message>
        <source> or </source>
        <translation>或</translation>
    </message>
    <message>
        <source>Not {filter}</source>
        <translation>非 {filter}</translation>
    </message>
    <message>
        <source>with “{text}”</source>
        <translation>含“{text}”</translation>
    </message>
    <message>
        <source>This is too long; the end is left out.</source>
        <translation>内容太长，末尾部分未参与搜索。</translation>
    </message>
    <message>
        <source>{key}: takes {values}</source>
        <translation>{key}：可填 {values}</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Not there, and not waited for. Emptying the bin forgets its images there; no file is deleted.</source>
        <translation>不可用，且不再等待。清空回收站时会移除其中的图片记录，不会删除任何文件。</translation>
    </message>
    <message>
        <source>Wait for it again</source>
        <translation>重新等待</translation>
    </message>
    <message>
        <source>Not there. No image in the bin waits for it.</source>
        <translation>不可用。回收站中没有图片在等待它。</translation>
    </message>
    <message numerus="yes">
        <source>Not there. %Ln image(s) in the bin may lie in it and stay until it is there again.</source>
        <translation>
            <numerusform>不可用。回收站中有 %Ln 张图片可能在其中，会一直保留到该文件夹恢复。</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget its images in the bin</source>
        <translation>不再保留其图片记录</translation>
    </message>
</context>
<context>
    <name>FormPictures</name>
    <message>
        <source>There is no image on the clipboard.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) added to the references</source>
        <translation>
            <numerusform>已将 %Ln 张图片加入参考图</numerusform>
        </translation>
    </message>
    <message>
        <source>The copy of this image is not there any more.</source>
        <translation>这张图片的副本已不存在。</translation>
    </message>
    <message>
        <source>“{name}” tells no prompt. It is a reference image now.</source>
        <translation>“{name}”不含提示词，已添加为参考图。</translation>
    </message>
    <message>
        <source>“{name}” tells no prompt.</source>
        <translation>“{name}”不含提示词。</translation>
    </message>
    <message>
        <source>Form filled from “{name}”</source>
        <translation>已用“{name}”填入表单</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of its reference images are not here.</source>
        <translation>
            <numerusform>其中有 %Ln 张参考图不在本机。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormWiring</name>
    <message>
        <source>Same as a task that is not confirmed. Send again?</source>
        <translation>与一个结果未确认的任务相同，再次提交？</translation>
    </message>
    <message>
        <source>Same as a task that is still being made. Send again?</source>
        <translation>与一个正在生成的任务相同，再次提交？</translation>
    </message>
    <message>
        <source>Same as a task from {seconds} s ago. Send again?</source>
        <translation>与 {seconds} 秒前的任务相同，再次提交？</translation>
    </message>
    <message>
        <source>Pasted image</source>
        <translation>粘贴的图片</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>day and month, as QDate spells them</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>{time} on {day}</source>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>day, month and year, as QDate spells them</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>{day}, {time}</source>
        <comment>a day and a time of it</comment>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分</translation>
    </message>
    <message>
        <source>Usually {low}–{high} s</source>
        <translation>通常 {low}–{high} 秒</translation>
    </message>
    <message>
        <source>Usually {low}–{high} min</source>
        <translation>通常 {low}–{high} 分</translation>
    </message>
    <message>
        <source>Usually {time}</source>
        <translation>通常 {time}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>{number} × 10,000</source>
        <translation>{number}万</translation>
    </message>
    <message>
        <source>{number} × 1,000</source>
        <translation>{number}千</translation>
    </message>
    <message>
        <source>{number}M</source>
        <comment>millions</comment>
        <translation>{number}M</translation>
    </message>
    <message>
        <source>{number}k</source>
        <comment>thousands</comment>
        <translation>{number}k</translation>
    </message>
    <message>
        <source>{number}st</source>
        <translation>第 {number} 位</translation>
    </message>
    <message>
        <source>{number}nd</source>
        <translation>第 {number} 位</translation>
    </message>
    <message>
        <source>{number}rd</source>
        <translation>第 {number} 位</translation>
    </message>
    <message>
        <source>{number}th</source>
        <translation>第 {number} 位</translation>
    </message>
    <message>
        <source>{received} of {total}</source>
        <translation>{received} / {total}</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>{width} by {height}</source>
        <translation>{width} 比 {height}</translation>
    </message>
</context>
<context>
    <name>FormerFolders</name>
    <message>
        <source>Earlier folders</source>
        <translation>以前的文件夹</translation>
    </message>
</context>
<context>
    <name>GraceWiring</name>
    <message numerus="yes">
        <source>%Ln task(s) taken back</source>
        <translation>
            <numerusform>已撤回 %Ln 个任务</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already sent</source>
        <translation>
            <numerusform>%Ln 个已经提交</numerusform>
        </translation>
    </message>
    <message>
        <source>Already sent. It can&apos;t be taken back.</source>
        <translation>已经提交，无法撤回。</translation>
    </message>
    <message>
        <source>Sending in {seconds} s…</source>
        <translation>{seconds} 秒后提交…</translation>
    </message>
    <message>
        <source>Taken back. Nothing was sent.</source>
        <translation>已撤回，没有提交。</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Close stack</source>
        <translation>收起叠放</translation>
    </message>
    <message>
        <source>Open stack</source>
        <translation>展开叠放</translation>
    </message>
    <message numerus="yes">
        <source>Select all %Ln image(s) of the stack</source>
        <translation>
            <numerusform>选中这一叠的全部 %Ln 张图片</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GridDelegate</name>
    <message>
        <source>Close the stack</source>
        <translation>收起叠放</translation>
    </message>
    <message>
        <source>Open the stack</source>
        <translation>展开叠放</translation>
    </message>
</context>
<context>
    <name>GridTally</name>
    <message numerus="yes">
        <source>%Ln image(s) selected</source>
        <translation>
            <numerusform>已选中 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them hidden in stacks</source>
        <translation>
            <numerusform>其中 %Ln 张隐藏在叠放中</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}, {behind}</source>
        <translation>{count}，{behind}</translation>
    </message>
</context>
<context>
    <name>GroupNames</name>
    <message>
        <source>Model not known</source>
        <translation>模型未知</translation>
    </message>
    <message numerus="yes">
        <source>Stack of %Ln, closed</source>
        <translation>
            <numerusform>叠放 %Ln 张，已收起</numerusform>
        </translation>
    </message>
    <message>
        <source>{place} of {size} in the stack</source>
        <translation>叠放中的第 {place} 张，共 {size} 张</translation>
    </message>
    <message numerus="yes">
        <source>Stack of %Ln, open</source>
        <translation>
            <numerusform>叠放 %Ln 张，已展开</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s)</source>
        <translation>
            <numerusform>%Ln 张图片</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HelpWiring</name>
    <message>
        <source>Updated to version {version}.</source>
        <translation>已更新到版本 {version}。</translation>
    </message>
    <message>
        <source>What&apos;s new</source>
        <translation>新功能</translation>
    </message>
    <message>
        <source>Saving diagnostics…</source>
        <translation>正在保存诊断信息…</translation>
    </message>
    <message>
        <source>Diagnostics saved as {name}. They hold no key and no prompts.</source>
        <translation>诊断信息已保存为 {name}，其中没有密钥，也没有提示词。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>HistoryPane</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Hide history</source>
        <translation>隐藏历史</translation>
    </message>
    <message>
        <source>Hide history (Ctrl+J)</source>
        <translation>隐藏历史（Ctrl+J）</translation>
    </message>
    <message>
        <source>{working} in progress, {queued} queued</source>
        <translation>{working} 个处理中，{queued} 个排队</translation>
    </message>
    <message>
        <source>{queued} queued</source>
        <translation>{queued} 个排队</translation>
    </message>
    <message>
        <source>{working} in progress</source>
        <translation>{working} 个处理中</translation>
    </message>
</context>
<context>
    <name>Key</name>
    <message>
        <source>Windows Credential Manager</source>
        <translation>Windows 凭据管理器</translation>
    </message>
    <message>
        <source>your macOS keychain</source>
        <translation>macOS 钥匙串</translation>
    </message>
    <message>
        <source>your desktop&apos;s password store</source>
        <translation>Linux 桌面的密码库</translation>
    </message>
    <message>
        <source>{title}. {body}</source>
        <translation>{title}。{body}</translation>
    </message>
    <message>
        <source>The key is used until you quit. It is not remembered.</source>
        <translation>密钥可用到退出为止，不会被记住。</translation>
    </message>
    <message>
        <source>Key works. Checked just now.</source>
        <translation>密钥有效，刚刚验证过。</translation>
    </message>
    <message>
        <source>The service did not accept this key.</source>
        <translation>服务未接受此密钥。</translation>
    </message>
    <message>
        <source>Could not reach the service. The key was saved and will be checked later.</source>
        <translation>无法连接服务。密钥已保存，稍后再验证。</translation>
    </message>
    <message>
        <source>Saved. It will be proved with your first image.</source>
        <translation>已保存，将在生成第一张图片时验证。</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Saved {day}</source>
        <translation>{day}保存</translation>
    </message>
</context>
<context>
    <name>KeyCapture</name>
    <message>
        <source>Press the new key…</source>
        <translation>请按下新按键…</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新按键</translation>
    </message>
</context>
<context>
    <name>KeyCard</name>
    <message>
        <source>Add your API key to start</source>
        <translation>添加 API 密钥即可开始</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>NanoBanana Desktop sends your prompts to the image service with your own key. The key is kept in {store}, not in a file.</source>
        <translation>NanoBanana Desktop 用你自己的密钥将提示词提交给图像服务。密钥保存在 {store}中，不会写入文件。</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>Get an API key</source>
        <translation>获取 API 密钥</translation>
    </message>
    <message>
        <source>Use until I quit</source>
        <translation>仅本次使用</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>You can look around and browse existing images without a key.</source>
        <translation>没有密钥也可以熟悉界面、浏览已有的图片。</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在验证…</translation>
    </message>
    <message>
        <source>Check and save</source>
        <translation>验证并保存</translation>
    </message>
    <message>
        <source>Paste or type your key first.</source>
        <translation>请先粘贴或输入密钥。</translation>
    </message>
</context>
<context>
    <name>KeyField</name>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Hide key</source>
        <translation>隐藏密钥</translation>
    </message>
    <message>
        <source>Show key</source>
        <translation>显示密钥</translation>
    </message>
</context>
<context>
    <name>LatePages</name>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
</context>
<context>
    <name>LibraryCard</name>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>全部导出…</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save form as template…</source>
        <translation>将表单存为模板…</translation>
    </message>
    <message>
        <source>Import and export</source>
        <translation>导入和导出</translation>
    </message>
    <message>
        <source>Find a template</source>
        <translation>查找模板</translation>
    </message>
    <message>
        <source>Append to prompt</source>
        <translation>追加到提示词</translation>
    </message>
    <message>
        <source>No template matches “{words}”.</source>
        <translation>没有与“{words}”匹配的模板。</translation>
    </message>
    <message>
        <source>No templates yet. A template keeps the prompt and settings of the form.</source>
        <translation>还没有模板。模板可保存表单中的提示词和设置。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln template(s)</source>
        <translation>
            <numerusform>%Ln 个模板</numerusform>
        </translation>
    </message>
    <message>
        <source>More on “{name}”</source>
        <translation>“{name}”的更多操作</translation>
    </message>
</context>
<context>
    <name>LibraryDialog</name>
    <message>
        <source>Verify library</source>
        <translation>校验图库</translation>
    </message>
    <message>
        <source>Reads every saved image and compares it with what was saved. You can go on working meanwhile.</source>
        <translation>读取每张已保存的图片，并与保存时的内容比对。期间可以继续工作。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Locate missing files…</source>
        <translation>查找丢失的文件…</translation>
    </message>
    <message>
        <source>Add unknown images</source>
        <translation>添加未知图片</translation>
    </message>
    <message>
        <source>Rebuild the history from files</source>
        <translation>从文件重建历史</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Images that need attention</source>
        <translation>需要处理的图片</translation>
    </message>
    <message>
        <source>Images read</source>
        <translation>已读取的图片</translation>
    </message>
    <message>
        <source>Missing:</source>
        <translation>丢失：</translation>
    </message>
    <message>
        <source>Changed:</source>
        <translation>有改动：</translation>
    </message>
    <message>
        <source>Unknown:</source>
        <translation>未知：</translation>
    </message>
    <message numerus="yes">
        <source>Accept %Ln changed image(s) as they are</source>
        <translation>
            <numerusform>接受 %Ln 张有改动的图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept it as it is</source>
        <translation>按现状接受</translation>
    </message>
    <message>
        <source>The library was not looked through yet.</source>
        <translation>还没有校验过图库。</translation>
    </message>
    <message numerus="yes">
        <source>{count} of %Ln image(s) read</source>
        <translation>
            <numerusform>已读取 {count} / %Ln 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln image(s) were read</source>
        <translation>
            <numerusform>%Ln 张图片已全部读取</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln as saved</source>
        <translation>
            <numerusform>%Ln 张完好</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln missing</source>
        <translation>
            <numerusform>%Ln 张丢失</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln 张有改动</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unknown</source>
        <translation>
            <numerusform>%Ln 张未知</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sidecar(s) written</source>
        <translation>
            <numerusform>写入 %Ln 个附属文件</numerusform>
        </translation>
    </message>
    <message>
        <source> · </source>
        <comment>between figures</comment>
        <translation> · </translation>
    </message>
</context>
<context>
    <name>LibraryWiring</name>
    <message numerus="yes">
        <source>Looking for %Ln missing file(s)…</source>
        <translation>
            <numerusform>正在查找 %Ln 个丢失的文件…</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed image(s) accepted</source>
        <translation>
            <numerusform>已接受 %Ln 张有改动的图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cannot be read as images and stay</source>
        <translation>
            <numerusform>%Ln 个文件无法作为图片读取，保持不变</numerusform>
        </translation>
    </message>
    <message>
        <source> · </source>
        <comment>between figures</comment>
        <translation> · </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) added to the history</source>
        <translation>
            <numerusform>已将 %Ln 张图片添加到历史</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was missing in the history.</source>
        <translation>历史没有缺少任何内容。</translation>
    </message>
    <message>
        <source>The image could not be downloaded again.</source>
        <translation>无法重新下载这张图片。</translation>
    </message>
    <message>
        <source>{count} files looked at…</source>
        <translation>已查看 {count} 个文件…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln missing file(s) found</source>
        <translation>
            <numerusform>找到 %Ln 个丢失的文件</numerusform>
        </translation>
    </message>
    <message>
        <source>None of the missing files is in this folder.</source>
        <translation>这个文件夹中没有丢失的文件。</translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %Ln missing file(s) found</source>
        <translation>
            <numerusform>已停止，找到 %Ln 个丢失的文件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LicencesDialog</name>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
</context>
<context>
    <name>LineWiring</name>
    <message>
        <source>Held back</source>
        <translation>已暂缓</translation>
    </message>
    <message>
        <source>Sent when it is its turn</source>
        <translation>轮到时提交</translation>
    </message>
    <message>
        <source>{place} in the line</source>
        <translation>队列中{place}</translation>
    </message>
</context>
<context>
    <name>LinkEntry</name>
    <message>
        <source>Image link</source>
        <translation>图片链接</translation>
    </message>
    <message>
        <source>https://…</source>
        <translation>https://…</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>NanoBanana Desktop</source>
        <translation>NanoBanana Desktop</translation>
    </message>
    <message>
        <source>{name} (Demo)</source>
        <translation>{name}（演示）</translation>
    </message>
    <message>
        <source>{prompt} - {name}</source>
        <translation>{prompt} - {name}</translation>
    </message>
</context>
<context>
    <name>ManyNotes</name>
    <message>
        <source>Write a note for all of them</source>
        <translation>为所有图片写备注</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Add to their notes</source>
        <translation>追加到各自的备注</translation>
    </message>
    <message>
        <source>Replace their notes</source>
        <translation>替换各自的备注</translation>
    </message>
    <message>
        <source>Remove their notes</source>
        <translation>移除各自的备注</translation>
    </message>
</context>
<context>
    <name>MarksEditors</name>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Write a note for all…</source>
        <translation>为所有图片写备注…</translation>
    </message>
</context>
<context>
    <name>MarksPopover</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Enter adds a tag, Backspace removes the last one.</source>
        <translation>按 Enter 添加标签，按 Backspace 移除最后一个。</translation>
    </message>
    <message numerus="yes">
        <source>Tags of %Ln image(s)</source>
        <translation>
            <numerusform>%Ln 张图片的标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note on %Ln image(s)</source>
        <translation>
            <numerusform>%Ln 张图片的备注</numerusform>
        </translation>
    </message>
    <message>
        <source>Note on “{name}”</source>
        <translation>“{name}”的备注</translation>
    </message>
    <message>
        <source>Tags of “{name}”</source>
        <translation>“{name}”的标签</translation>
    </message>
</context>
<context>
    <name>MarksWiring</name>
    <message numerus="yes">
        <source>On %Ln image(s) the note would be too long, and is as it was</source>
        <translation>
            <numerusform>%Ln 张图片的备注会过长，保持原样</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) starred</source>
        <translation>
            <numerusform>已为 %Ln 张图片加星标</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Star removed from %Ln image(s)</source>
        <translation>
            <numerusform>已取消 %Ln 张图片的星标</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rating removed from %Ln image(s)</source>
        <translation>
            <numerusform>已取消 %Ln 张图片的评分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) rated {stars}</source>
        <translation>
            <numerusform>已将 %Ln 张图片评为 {stars}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) tagged {tags}</source>
        <translation>
            <numerusform>已为 %Ln 张图片添加标签{tags}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tag {tags} removed from %Ln image(s)</source>
        <translation>
            <numerusform>已从 %Ln 张图片移除标签{tags}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note added to %Ln image(s)</source>
        <translation>
            <numerusform>已为 %Ln 张图片追加备注</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note of %Ln image(s) replaced</source>
        <translation>
            <numerusform>已替换 %Ln 张图片的备注</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note removed from %Ln image(s)</source>
        <translation>
            <numerusform>已移除 %Ln 张图片的备注</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) changed</source>
        <translation>
            <numerusform>已更改 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %Ln image(s) changed</source>
        <translation>
            <numerusform>已更改 {done} / %Ln 张图片</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MissingRows</name>
    <message>
        <source>Not everything could be listed.</source>
        <translation>未能列出全部内容。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>{failed} of the last {total} tasks with this model failed.</source>
        <translation>此模型最近 {total} 个任务中有 {failed} 个失败。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Custom name…</source>
        <translation>自定义名称…</translation>
    </message>
    <message>
        <source>Custom model name</source>
        <translation>自定义模型名称</translation>
    </message>
    <message>
        <source>Name of the model at the service</source>
        <translation>服务方的模型名称</translation>
    </message>
</context>
<context>
    <name>NameFields</name>
    <message>
        <source>Pattern for file names</source>
        <translation>文件名格式</translation>
    </message>
    <message>
        <source>Year and month, date and prompt</source>
        <translation>年月文件夹、日期和提示词</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add a field to the pattern</source>
        <translation>向格式中添加字段</translation>
    </message>
    <message>
        <source>In this folder such names are too long. Images get the usual ones.</source>
        <translation>在此文件夹中，这样的名称过长，图片将使用默认名称。</translation>
    </message>
    <message>
        <source>Example: {name}</source>
        <translation>示例：{name}</translation>
    </message>
    <message>
        <source>A ripe banana carved into a tiny boat</source>
        <translation>一根熟透的香蕉雕成的小帆船</translation>
    </message>
</context>
<context>
    <name>NewChip</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln 个新任务</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>Write a prompt, choose ratio, resolution and model, and press Generate. The image stays in the history with its prompt and settings.</source>
        <translation>输入提示词，选择画面比例、分辨率和模型，然后点击“生成”。图片连同提示词和设置一起保留在历史中。</translation>
    </message>
    <message>
        <source>Nothing is ordered twice by itself. When it is not certain that an order arrived, you are asked.</source>
        <translation>不会自动重复提交。如果无法确定任务是否送达，会先询问你。</translation>
    </message>
    <message>
        <source>Look at images singly, in a grid or compared, with stars, ratings, tags and notes.</source>
        <translation>以单图、网格或对比方式查看图片，并添加星标、评分、标签和备注。</translation>
    </message>
    <message>
        <source>Search while you type, filter, and save searches under names.</source>
        <translation>边输入边搜索，还可以筛选，并给搜索命名保存。</translation>
    </message>
    <message>
        <source>The command palette (Ctrl+K) finds every command, and shortcuts can be changed.</source>
        <translation>命令面板 (Ctrl+K) 可以找到所有命令，快捷键也可以更改。</translation>
    </message>
    <message>
        <source>Drop images, links or files anywhere, and drag finished images to other programs.</source>
        <translation>把图片、链接或文件拖到任意位置，也可以把完成的图片拖到其他程序。</translation>
    </message>
</context>
<context>
    <name>NewsDialog</name>
    <message>
        <source>What&apos;s new</source>
        <translation>新功能</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
</context>
<context>
    <name>NoteField</name>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>NoticeWords</name>
    <message numerus="yes">
        <source>%Ln image(s) are ready</source>
        <translation>
            <numerusform>%Ln 张图片已完成</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) need a look</source>
        <translation>
            <numerusform>%Ln 个任务需要查看</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) need a look: {reason}</source>
        <translation>
            <numerusform>%Ln 个任务需要查看：{reason}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) failed: {reason}</source>
        <translation>
            <numerusform>%Ln 个任务失败：{reason}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Show a notification</source>
        <translation>显示通知</translation>
    </message>
    <message>
        <source>When images are ready</source>
        <translation>图片完成时</translation>
    </message>
    <message>
        <source>When a task fails</source>
        <translation>任务失败时</translation>
    </message>
    <message>
        <source>Only while you use another program, without a sound, and one at a time.</source>
        <translation>仅在你使用其他程序时显示，不发出声音，每次一条。</translation>
    </message>
</context>
<context>
    <name>OrderWiring</name>
    <message>
        <source>No failed tasks to run again.</source>
        <translation>没有可重新生成的失败任务。</translation>
    </message>
    <message numerus="yes">
        <source>This sends %Ln new paid task(s).</source>
        <translation>
            <numerusform>这会提交 %Ln 个新的计费任务。</numerusform>
        </translation>
    </message>
    <message>
        <source>The last one cost {amount}.</source>
        <translation>上一次的费用为 {amount}。</translation>
    </message>
    <message>
        <source>This task may have been accepted already. It may be charged twice.</source>
        <translation>这个任务可能已被接受，可能会重复计费。</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Needs an image</source>
        <translation>需要图片</translation>
    </message>
    <message>
        <source>Needs a selected task</source>
        <translation>需要选中任务</translation>
    </message>
    <message>
        <source>Needs a task with a prompt</source>
        <translation>需要有提示词的任务</translation>
    </message>
    <message>
        <source>Needs a task under way</source>
        <translation>需要进行中的任务</translation>
    </message>
    <message>
        <source>Needs two images</source>
        <translation>需要两张图片</translation>
    </message>
    <message>
        <source>Needs a task that waits</source>
        <translation>需要排队中的任务</translation>
    </message>
    <message>
        <source>Needs two to six images</source>
        <translation>需要两到六张图片</translation>
    </message>
    <message>
        <source>Needs a task with a link</source>
        <translation>需要有链接的任务</translation>
    </message>
    <message>
        <source>Needs an image with reference images</source>
        <translation>需要一张使用了参考图的图片</translation>
    </message>
    <message>
        <source>Needs a missing file</source>
        <translation>需要缺失的文件</translation>
    </message>
    <message>
        <source>Needs something from the bin</source>
        <translation>需要回收站中的任务</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>查找命令…</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>No command matches “{words}”.</source>
        <translation>没有与“{words}”匹配的命令。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln command(s)</source>
        <translation>
            <numerusform>%Ln 个命令</numerusform>
        </translation>
    </message>
    <message>
        <source>Theme: System</source>
        <translation>主题：跟随系统</translation>
    </message>
    <message>
        <source>Theme: Light</source>
        <translation>主题：浅色</translation>
    </message>
    <message>
        <source>Theme: Dark</source>
        <translation>主题：深色</translation>
    </message>
    <message>
        <source>Settings: Account</source>
        <translation>设置：账户</translation>
    </message>
    <message>
        <source>Settings: Saving</source>
        <translation>设置：保存</translation>
    </message>
    <message>
        <source>Settings: Appearance</source>
        <translation>设置：外观</translation>
    </message>
    <message>
        <source>Settings: Shortcuts</source>
        <translation>设置：快捷键</translation>
    </message>
    <message>
        <source>Template: {name}</source>
        <translation>模板：{name}</translation>
    </message>
    <message>
        <source>Settings: Notifications</source>
        <translation>设置：通知</translation>
    </message>
    <message>
        <source>Settings: Advanced</source>
        <translation>设置：高级</translation>
    </message>
    <message>
        <source>Model: {name}</source>
        <translation>模型：{name}</translation>
    </message>
    <message>
        <source>Resolution: {name}</source>
        <translation>分辨率：{name}</translation>
    </message>
    <message>
        <source>Saved search: {name}</source>
        <translation>已保存的搜索：{name}</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>The history was damaged and a new one was started. The old file: {name}</source>
        <translation>历史文件已损坏，已新建一份。旧文件：{name}</translation>
    </message>
    <message>
        <source>The settings file could not be read. It was kept as {name}.</source>
        <translation>设置文件无法读取，已另存为 {name}。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) of the damaged history were recovered.</source>
        <translation>
            <numerusform>已从损坏的历史中恢复 %Ln 个任务。</numerusform>
        </translation>
    </message>
    <message>
        <source>This ID is that of another task of your history.</source>
        <translation>这个任务 ID 属于历史中的另一个任务。</translation>
    </message>
</context>
<context>
    <name>PromptField</name>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Describe the image you want…</source>
        <translation>描述你想要的图片…</translation>
    </message>
    <message>
        <source>{count} / {limit}</source>
        <translation>{count} / {limit}</translation>
    </message>
    <message>
        <source>{variables}: sent as it is written here.</source>
        <translation>{variables}：将按原样提交。</translation>
    </message>
</context>
<context>
    <name>ProxyFields</name>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>自定义…</translation>
    </message>
    <message>
        <source>Used for everything that is sent and for every download.</source>
        <translation>用于所有请求和下载。</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>代理地址</translation>
    </message>
    <message>
        <source>User name, if it asks for one</source>
        <translation>用户名（如需要）</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Reached directly, separated by commas</source>
        <translation>不经过代理的地址，用逗号分隔</translation>
    </message>
    <message>
        <source>Until there is an address, the system&apos;s setting holds.</source>
        <translation>填写地址之前，使用系统设置。</translation>
    </message>
    <message>
        <source>Kept in the system&apos;s password store.</source>
        <translation>保存在系统密码库中。</translation>
    </message>
    <message>
        <source>The password store did not take it. It is used until you quit.</source>
        <translation>密码库未能保存，可用到退出为止。</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Enter</translation>
    </message>
</context>
<context>
    <name>QuitWiring</name>
    <message>
        <source>Don&apos;t show again</source>
        <translation>不再提示</translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) are still being made</source>
        <translation>
            <numerusform>还有 %Ln 个任务正在生成</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) wait to be sent</source>
        <translation>
            <numerusform>还有 %Ln 个任务等待提交</numerusform>
        </translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Stay open</source>
        <translation>不退出</translation>
    </message>
    <message>
        <source>One task is being sent; please wait a moment for its answer.</source>
        <translation>一个任务正在提交，请稍等片刻，直到收到答复。</translation>
    </message>
    <message>
        <source>Tasks are being sent; please wait a moment for their answers.</source>
        <translation>有任务正在提交，请稍等片刻，直到收到答复。</translation>
    </message>
    <message>
        <source>The service keeps working. Finished images are fetched the next time you open the app; they are kept there for about 24 hours.</source>
        <translation>服务会继续处理。完成的图片会在下次打开应用时获取；服务方保留约 24 小时。</translation>
    </message>
    <message>
        <source>What waits is sent the next time you open the app.</source>
        <translation>等待中的任务会在下次打开应用时提交。</translation>
    </message>
</context>
<context>
    <name>RatingRow</name>
    <message numerus="yes">
        <source>Rate %Ln star(s)</source>
        <translation>
            <numerusform>评为 %Ln 星</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove rating</source>
        <translation>取消评分</translation>
    </message>
    <message>
        <source>{name} ({key})</source>
        <translation>{name}（{key}）</translation>
    </message>
</context>
<context>
    <name>RatioPicker</name>
    <message>
        <source>Aspect ratio</source>
        <translation>画面比例</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Let the model choose the ratio</source>
        <translation>由模型决定画面比例</translation>
    </message>
    <message>
        <source>{width} by {height}, square</source>
        <translation>{width} 比 {height}，方形</translation>
    </message>
    <message>
        <source>{width} by {height}, landscape</source>
        <translation>{width} 比 {height}，横向</translation>
    </message>
    <message>
        <source>{width} by {height}, portrait</source>
        <translation>{width} 比 {height}，纵向</translation>
    </message>
</context>
<context>
    <name>ReferencePreview</name>
    <message>
        <source>Reference image: {name}</source>
        <translation>参考图：{name}</translation>
    </message>
</context>
<context>
    <name>ReferenceStrip</name>
    <message>
        <source>Add image files…</source>
        <translation>添加图片文件…</translation>
    </message>
    <message>
        <source>Add image link…</source>
        <translation>添加图片链接…</translation>
    </message>
    <message>
        <source>Add reference images</source>
        <translation>添加参考图</translation>
    </message>
    <message>
        <source>Add images, or drop them here</source>
        <translation>添加图片，或将图片拖到这里</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Make smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>替换…</translation>
    </message>
    <message>
        <source>Move left</source>
        <translation>左移</translation>
    </message>
    <message>
        <source>Move right</source>
        <translation>右移</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>ReferenceTile</name>
    <message>
        <source>Reference image {number}: {name}</source>
        <translation>参考图 {number}：{name}</translation>
    </message>
    <message>
        <source>Being prepared</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Not available any more</source>
        <translation>已失效</translation>
    </message>
    <message>
        <source>Too large to be sent</source>
        <translation>过大，无法提交</translation>
    </message>
</context>
<context>
    <name>ReferencesField</name>
    <message>
        <source>Reference images</source>
        <translation>参考图</translation>
    </message>
    <message>
        <source>Pasted image</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>{count} of {limit}</source>
        <translation>{count}/{limit}</translation>
    </message>
    <message>
        <source>“{name}” was made smaller: {width} × {height}, {size}.</source>
        <translation>“{name}”已缩小为 {width} × {height}，{size}。</translation>
    </message>
    <message>
        <source>Image files are sent inside the request, made smaller (experimental).</source>
        <translation>图片文件会缩小后随请求一起提交（实验性）。</translation>
    </message>
    <message>
        <source>Links are fetched by the service itself.</source>
        <translation>链接中的图片由服务方自行获取。</translation>
    </message>
</context>
<context>
    <name>ReferencesRow</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Use as reference</source>
        <translation>用作参考图</translation>
    </message>
</context>
<context>
    <name>Renaming</name>
    <message>
        <source>Name of the template</source>
        <translation>模板名称</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Name of the folder</source>
        <translation>文件夹名称</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
</context>
<context>
    <name>RescueDialog</name>
    <message>
        <source>Fetch by task ID</source>
        <translation>按任务 ID 获取</translation>
    </message>
    <message>
        <source>Task IDs at the service</source>
        <translation>服务方的任务 ID</translation>
    </message>
    <message>
        <source>One or many, each on a line of its own or with blanks between. It is free.</source>
        <translation>可填一个或多个，每行一个，或用空格隔开。不另收费。</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>获取</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>RescueWiring</name>
    <message numerus="yes">
        <source>%Ln task(s) fetched</source>
        <translation>
            <numerusform>已获取 %Ln 个任务</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were here already</source>
        <translation>
            <numerusform>%Ln 个已在这里</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are no task IDs</source>
        <translation>
            <numerusform>%Ln 个不是任务 ID</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no ID in this text</source>
        <translation>这段文字中没有 ID</translation>
    </message>
    <message>
        <source>{result}. Is one of them a task that is not confirmed? Use “I have a task ID…” there instead.</source>
        <translation>{result}。其中有结果未确认的任务吗？请改为在那个任务上使用“我有任务 ID…”。</translation>
    </message>
</context>
<context>
    <name>ResolutionField</name>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>{model} may ignore 2K and 4K.</source>
        <translation>{model} 可能会忽略 2K 和 4K。</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>not available now</source>
        <translation>现在不可用</translation>
    </message>
</context>
<context>
    <name>RunAgainNote</name>
    <message>
        <source>This sends a new paid task.</source>
        <translation>这会提交一个新的计费任务。</translation>
    </message>
    <message>
        <source>{text} {more}</source>
        <translation>{text}{more}</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再次生成</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Don&apos;t show again</source>
        <translation>不再提示</translation>
    </message>
</context>
<context>
    <name>SaveCard</name>
    <message>
        <source>Finish typing first</source>
        <translation>请先完成输入</translation>
    </message>
    <message>
        <source>Give the template a name.</source>
        <translation>请为模板命名。</translation>
    </message>
    <message>
        <source>A reference image is still being prepared.</source>
        <translation>参考图仍在准备中。</translation>
    </message>
    <message>
        <source>Choose what is to be kept.</source>
        <translation>请选择要保存的内容。</translation>
    </message>
    <message>
        <source>The prompt is too long to be kept.</source>
        <translation>提示词过长，无法保存。</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>存为模板</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder (may be empty)</source>
        <translation>文件夹（可不填）</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>保存内容</translation>
    </message>
    <message>
        <source>{{name}} in the prompt is asked for each time the template is used.</source>
        <translation>提示词中的 {{name}} 会在每次使用模板时要求填写。</translation>
    </message>
    <message>
        <source>Save template</source>
        <translation>保存模板</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Settings: {settings}</source>
        <translation>设置：{settings}</translation>
    </message>
</context>
<context>
    <name>SavedList</name>
    <message>
        <source>Saved searches</source>
        <translation>已保存的搜索</translation>
    </message>
    <message>
        <source>Searches that you save are listed here.</source>
        <translation>你保存的搜索会列在这里。</translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation>保存此搜索…</translation>
    </message>
    <message>
        <source>Name of the search</source>
        <translation>搜索的名称</translation>
    </message>
    <message>
        <source>More on “{name}”</source>
        <translation>“{name}”的更多操作</translation>
    </message>
    <message>
        <source>No longer on any image: {tags}.</source>
        <translation>已没有图片带有：{tags}。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>SavingPage</name>
    <message>
        <source>Saving</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Image folder</source>
        <translation>图片文件夹</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更换…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>New images are saved there. Images saved before stay where they are.</source>
        <translation>新图片保存在这里，之前保存的图片留在原处。</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>For new images; a “/” begins a folder. The end of each name stays: by it the image is known again after a crash.</source>
        <translation>用于新图片；“/”表示子文件夹。名称末尾的编号始终保留，程序意外退出后据此找回图片。</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Write a small file with prompt and settings beside each image</source>
        <translation>在每张图片旁写入一个包含提示词和设置的小文件</translation>
    </message>
    <message>
        <source>A history that was lost can be made again from these files.</source>
        <translation>历史丢失后，可以根据这些文件重建。</translation>
    </message>
    <message>
        <source>{size} free there</source>
        <translation>可用空间 {size}</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search prompts</source>
        <translation>搜索提示词</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>清除搜索</translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message numerus="yes">
        <source>%Ln result(s)</source>
        <translation>
            <numerusform>%Ln 个结果</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchWiring</name>
    <message>
        <source>Search “{name}” deleted</source>
        <translation>已删除搜索“{name}”</translation>
    </message>
    <message>
        <source>There are too many saved searches. Delete one first.</source>
        <translation>保存的搜索太多，请先删除一个。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings pages</source>
        <translation>设置页面</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SettingsWiring</name>
    <message>
        <source>Remove the API key from this computer?</source>
        <translation>要从这台电脑移除 API 密钥吗？</translation>
    </message>
    <message>
        <source>Tasks under way go on when a key is there again.</source>
        <translation>重新添加密钥后，进行中的任务会继续。</translation>
    </message>
    <message>
        <source>Remove key</source>
        <translation>移除密钥</translation>
    </message>
</context>
<context>
    <name>ShortcutDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Single letters work while the stage or the history has the focus.</source>
        <translation>焦点在图片区或历史中时，单字母快捷键才会生效。</translation>
    </message>
    <message>
        <source>Change shortcuts…</source>
        <translation>更改快捷键…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ShortcutEditor</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Remove key</source>
        <translation>移除按键</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Use here instead</source>
        <translation>改用于此</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No command or key matches this.</source>
        <translation>没有匹配的命令或按键。</translation>
    </message>
    <message>
        <source>This key belongs to text fields and stays as it is.</source>
        <translation>这个键属于文本框，不能更改。</translation>
    </message>
    <message>
        <source>Single letters and digits work in the stage and the history.</source>
        <translation>单个字母和数字在图片区和历史中有效。</translation>
    </message>
    <message>
        <source>Press the key for “{command}”. Esc leaves it as it is.</source>
        <translation>请按下“{command}”的新按键。按 Esc 保持不变。</translation>
    </message>
    <message>
        <source>{key} belongs to “{command}” and stays there.</source>
        <translation>{key} 属于“{command}”，不能更改。</translation>
    </message>
    <message>
        <source>{key} belongs to “{command}”, which would have no key any more.</source>
        <translation>{key} 属于“{command}”，该命令将不再有按键。</translation>
    </message>
    <message>
        <source>{key} belongs to “{command}”.</source>
        <translation>{key} 属于“{command}”。</translation>
    </message>
</context>
<context>
    <name>ShortcutRows</name>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>无按键</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>This key cannot be used.</source>
        <translation>这个键不能使用。</translation>
    </message>
    <message>
        <source>{key} belongs to input methods.</source>
        <translation>{key} 是输入法的按键。</translation>
    </message>
    <message>
        <source>Ctrl and Alt together write characters on many keyboards.</source>
        <translation>在许多键盘上，Ctrl 加 Alt 用来输入字符。</translation>
    </message>
    <message>
        <source>{key} belongs to the system.</source>
        <translation>{key} 是系统的按键。</translation>
    </message>
    <message>
        <source>Alt and a letter open the menus.</source>
        <translation>Alt 加字母用来打开菜单。</translation>
    </message>
    <message>
        <source>{key} is needed in text fields.</source>
        <translation>文本框需要 {key}。</translation>
    </message>
    <message>
        <source>{key} writes a character. Add Ctrl, or take a letter or a digit.</source>
        <translation>{key} 会输入字符。请加上 Ctrl，或改用字母或数字。</translation>
    </message>
    <message>
        <source>{key} moves and selects.</source>
        <translation>{key} 用来移动和选择。</translation>
    </message>
    <message>
        <source>{key} moves among prompts, references and images.</source>
        <translation>{key} 用来在提示词、参考图和图片之间移动。</translation>
    </message>
    <message>
        <source>Previous or next image</source>
        <translation>上一张或下一张图片</translation>
    </message>
    <message>
        <source>Move inside a zoomed image</source>
        <translation>在放大的图片内移动</translation>
    </message>
    <message>
        <source>The same by pages</source>
        <translation>同上，按页移动</translation>
    </message>
    <message>
        <source>Zoom in or out</source>
        <translation>放大或缩小</translation>
    </message>
    <message>
        <source>Compare with another image</source>
        <translation>与另一张图片对比</translation>
    </message>
    <message>
        <source>Earlier prompts, in the prompt</source>
        <translation>更早的提示词（在提示词框中）</translation>
    </message>
    <message>
        <source>Menu of what is selected</source>
        <translation>所选内容的菜单</translation>
    </message>
    <message>
        <source>Menu bar</source>
        <translation>菜单栏</translation>
    </message>
    <message>
        <source>Back, close, clear</source>
        <translation>返回、关闭、清除</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>始终有效</translation>
    </message>
    <message>
        <source>While sorting out</source>
        <translation>挑选图片时</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>SpokenNews</name>
    <message numerus="yes">
        <source>%Ln image(s) ordered.</source>
        <translation>
            <numerusform>已提交 %Ln 张图片。</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready: {prompt}</source>
        <translation>已完成：{prompt}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) ready.</source>
        <translation>
            <numerusform>%Ln 张图片已完成。</numerusform>
        </translation>
    </message>
    <message>
        <source>{reason}: {prompt}</source>
        <translation>{reason}：{prompt}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) need a look.</source>
        <translation>
            <numerusform>%Ln 个任务需要查看。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StageHeader</name>
    <message>
        <source>Fit</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Compare needs two images.</source>
        <translation>对比需要两张图片。</translation>
    </message>
    <message>
        <source>Compare (C)</source>
        <translation>对比（C）</translation>
    </message>
    <message>
        <source>Compare takes up to six images. More are selected.</source>
        <translation>最多可对比六张图片，目前选中的更多。</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>单图</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Grid (G)</source>
        <translation>网格（G）</translation>
    </message>
    <message>
        <source>Single (Enter)</source>
        <translation>单图（Enter）</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom out (Ctrl+-)</source>
        <translation>缩小（Ctrl+-）</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom in (Ctrl++)</source>
        <translation>放大（Ctrl++）</translation>
    </message>
    <message>
        <source>Thumbnail size</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation>全屏（F）</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Details (I)</source>
        <translation>详情（I）</translation>
    </message>
    <message>
        <source>Show history</source>
        <translation>显示历史</translation>
    </message>
    <message numerus="yes">
        <source>Show history, %Ln active</source>
        <translation>
            <numerusform>显示历史，%Ln 个进行中</numerusform>
        </translation>
    </message>
    <message>
        <source>Show history (Ctrl+J)</source>
        <translation>显示历史（Ctrl+J）</translation>
    </message>
    <message>
        <source>Groups and stacks</source>
        <translation>分组与叠放</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填满窗口</translation>
    </message>
</context>
<context>
    <name>StartCard</name>
    <message>
        <source>Go on sorting out?</source>
        <translation>继续挑选？</translation>
    </message>
    <message>
        <source>Which images do you want to sort out?</source>
        <translation>要挑选哪些图片？</translation>
    </message>
    <message>
        <source>One after the other: keep it, or put it aside for the bin. Nothing happens to your images before you say so at the end.</source>
        <translation>一张一张地决定：保留，或准备移到回收站。最后由你确认之前，图片不会有任何变化。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Throw away the decisions</source>
        <translation>丢弃挑选结果</translation>
    </message>
    <message>
        <source>Decisions thrown away. Undo</source>
        <translation>已丢弃挑选结果，撤销</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Of more than {count} images the first ones are sorted out.</source>
        <translation>超过 {count} 张时，只挑选最前面的这些。</translation>
    </message>
    <message>
        <source>{scope} · {count}</source>
        <translation>{scope} · {count}</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>提交中</translation>
    </message>
    <message>
        <source>Not confirmed</source>
        <translation>结果未确认</translation>
    </message>
    <message>
        <source>Processing</source>
        <translation>生成中</translation>
    </message>
    <message>
        <source>Slower than usual</source>
        <translation>比平时慢</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>下载中</translation>
    </message>
    <message>
        <source>Not downloaded</source>
        <translation>未下载</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Link expired</source>
        <translation>链接已过期</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>File missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>已暂缓</translation>
    </message>
    <message>
        <source>Sending in a moment</source>
        <translation>即将提交</translation>
    </message>
    <message>
        <source>Waiting · {place}</source>
        <comment>place in a line: 2nd</comment>
        <translation>等待中 · {place}</translation>
    </message>
    <message>
        <source>Waits for a free place</source>
        <translation>等待空位</translation>
    </message>
    <message>
        <source>Queued, sends next</source>
        <translation>排队中，即将提交</translation>
    </message>
    <message>
        <source>Task {id}</source>
        <translation>任务 {id}</translation>
    </message>
    <message>
        <source>link valid {time}</source>
        <translation>链接有效期 {time}</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>{rating} of 5 stars</source>
        <translation>{rating} 星（满分 5 星）</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新图片</translation>
    </message>
    <message>
        <source>compared as {mark}</source>
        <translation>对比中的 {mark}</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between parts of a spoken row</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>{reason}. Press Enter for details.</source>
        <translation>{reason}。按 Enter 查看详情。</translation>
    </message>
    <message>
        <source>You marked it as not sent. It is kept here.</source>
        <translation>你已将本任务标记为未提交。任务保留在这里。</translation>
    </message>
    <message>
        <source>You stopped waiting for this task</source>
        <translation>你已停止等待本任务</translation>
    </message>
    <message>
        <source>The service may still finish and charge it. Watching again is free.</source>
        <translation>服务仍可能完成本任务并计费。继续等待不另收费。</translation>
    </message>
    <message>
        <source>The image&apos;s link is not encrypted</source>
        <translation>图片的链接没有加密</translation>
    </message>
    <message>
        <source>Others in the network could see the image while it is downloaded. The key is not sent with it.</source>
        <translation>下载时，网络中的其他人可能看到图片。密钥不会随之发送。</translation>
    </message>
    <message>
        <source>Asked for {asked}, received {received}.</source>
        <translation>要求 {asked}，收到 {received}。</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>找到 {count} 个</translation>
    </message>
    <message>
        <source>{count} run again</source>
        <translation>再次生成 {count} 个</translation>
    </message>
    <message>
        <source>{count} dismissed</source>
        <translation>忽略 {count} 个</translation>
    </message>
    <message>
        <source>Earlier ones so far: {counted}.</source>
        <translation>此前这类任务：{counted}。</translation>
    </message>
    <message>
        <source>Sent at {time}; the app was closed before an answer came.</source>
        <translation>提交于 {time}；收到答复前应用已关闭。</translation>
    </message>
    <message>
        <source>Sent at {time}; answered with HTTP {status} and no task ID.</source>
        <translation>提交于 {time}；答复为 HTTP {status}，没有任务 ID。</translation>
    </message>
    <message>
        <source>Sent at {time}; no answer came within {seconds} s.</source>
        <translation>提交于 {time}；{seconds} 秒内没有答复。</translation>
    </message>
    <message>
        <source>Sent at {time}; connection lost {seconds} s later, before an answer.</source>
        <translation>{time} 提交；{seconds} 秒后连接中断，未收到答复。</translation>
    </message>
</context>
<context>
    <name>SummaryWords</name>
    <message numerus="yes">
        <source>%Ln image(s) could not be exported.</source>
        <translation>
            <numerusform>%Ln 张图片未能导出。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) with content credentials were copied unchanged.</source>
        <translation>
            <numerusform>%Ln 张带有内容凭证的图片已原样复制。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) lack the content credentials of the original.</source>
        <translation>
            <numerusform>%Ln 张图片不带原图的内容凭证。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln animation(s) only the first frame was exported.</source>
        <translation>
            <numerusform>%Ln 个动图只导出了第一帧。</numerusform>
        </translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <comment>two sentences</comment>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>{picture}: {reason}</source>
        <translation>{picture}：{reason}</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>另有 %Ln 张</numerusform>
        </translation>
    </message>
    <message>
        <source>The export ended early: {reason}.</source>
        <translation>导出提前结束：{reason}。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message numerus="yes">
        <source>List of %Ln task(s) saved.</source>
        <translation>
            <numerusform>已保存 %Ln 个任务的列表。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) exported.</source>
        <translation>
            <numerusform>已导出 %Ln 张图片。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SurveyTile</name>
    <message>
        <source>{letter}: {prompt}</source>
        <translation>{letter}：{prompt}</translation>
    </message>
    <message>
        <source>current</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>已加星标</translation>
    </message>
    <message numerus="yes">
        <source>%Ln star(s) of 5</source>
        <translation>
            <numerusform>%Ln 星（共 5 星）</numerusform>
        </translation>
    </message>
    <message>
        <source>Take {letter} out</source>
        <translation>移出 {letter}</translation>
    </message>
    <message>
        <source>Take out of the survey (X)</source>
        <translation>移出并览（X）</translation>
    </message>
</context>
<context>
    <name>SyntaxHelp</name>
    <message>
        <source>both words</source>
        <translation>同时包含两个词</translation>
    </message>
    <message>
        <source>exactly these words</source>
        <translation>完全一致</translation>
    </message>
    <message>
        <source>without a word</source>
        <translation>不含某个词</translation>
    </message>
    <message>
        <source>one of several</source>
        <translation>其中任意一个</translation>
    </message>
    <message>
        <source>today, 7d, 2026-11, 2026-11-02..</source>
        <translation>今天、7d、2026-11、2026-11-02..</translation>
    </message>
    <message>
        <source>1 to 5, or 3-5</source>
        <translation>1 到 5，或 3-5</translation>
    </message>
    <message>
        <source>has one of these tags</source>
        <translation>带有其中一个标签</translation>
    </message>
    <message>
        <source>active, waiting, done, failed …</source>
        <translation>进行中、等待、完成、失败…</translation>
    </message>
    <message>
        <source>2k, landscape, portrait, 512x?</source>
        <translation>2k、横图、竖图、512x?</translation>
    </message>
    <message>
        <source>or auto</source>
        <translation>或 自动</translation>
    </message>
    <message>
        <source>a part, or &quot;the whole name&quot;</source>
        <translation>名称的一部分，或&quot;完整名称&quot;</translation>
    </message>
    <message>
        <source>note, reference, tag, star, error</source>
        <translation>备注、参考图、标签、星标、错误</translation>
    </message>
    <message>
        <source>as the service reported it</source>
        <translation>以服务报告的为准</translation>
    </message>
    <message>
        <source>Filters can be typed into the search field too; all of them have to hold.</source>
        <translation>筛选条件也可以直接写进搜索框，各项须同时满足。</translation>
    </message>
</context>
<context>
    <name>TagField</name>
    <message>
        <source>Add a tag</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>{tag} ({count} of {total})</source>
        <translation>{tag}（{count}/{total}）</translation>
    </message>
    <message>
        <source>Remove tag {tag}</source>
        <translation>移除标签 {tag}</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Manage tags</source>
        <translation>管理标签</translation>
    </message>
    <message>
        <source>Find a tag</source>
        <translation>查找标签</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln tag(s)</source>
        <translation>
            <numerusform>删除 %Ln 个标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Join %Ln tag(s)</source>
        <translation>
            <numerusform>合并 %Ln 个标签</numerusform>
        </translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Join into “{tag}”</source>
        <translation>并入“{tag}”</translation>
    </message>
    <message>
        <source>Under the new name they are one tag.</source>
        <translation>它们将以新名称合为一个标签。</translation>
    </message>
    <message numerus="yes">
        <source>On %Ln image(s)</source>
        <translation>
            <numerusform>用于 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>No tag is called like this.</source>
        <translation>没有这样的标签。</translation>
    </message>
    <message>
        <source>No image has a tag yet.</source>
        <translation>还没有图片带标签。</translation>
    </message>
    <message>
        <source>Select a tag to rename it, or several to join them.</source>
        <translation>选择一个标签可重命名，选择多个可合并。</translation>
    </message>
</context>
<context>
    <name>TagsModel</name>
    <message>
        <source>{tag}  ({count})</source>
        <comment>a tag and how many images have it</comment>
        <translation>{tag}（{count}）</translation>
    </message>
</context>
<context>
    <name>TagsWiring</name>
    <message>
        <source>No image has this tag any more.</source>
        <translation>已没有图片带此标签。</translation>
    </message>
    <message numerus="yes">
        <source>Tag {tags} removed from %Ln image(s)</source>
        <translation>
            <numerusform>已从 %Ln 张图片移除标签 {tags}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{tags}: now “{tag}” on %Ln image(s)</source>
        <translation>
            <numerusform>{tags} 已改为“{tag}”（%Ln 张图片）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %Ln image(s) changed</source>
        <translation>
            <numerusform>已更改 {done} / %Ln 张图片</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TaskDetails</name>
    <message>
        <source>Cost as reported</source>
        <translation>费用（服务方报告）</translation>
    </message>
    <message>
        <source>Task ID</source>
        <translation>任务 ID</translation>
    </message>
    <message>
        <source>Copy the task ID</source>
        <translation>复制任务 ID</translation>
    </message>
    <message>
        <source>Task ID at the service</source>
        <translation>服务方任务 ID</translation>
    </message>
    <message>
        <source>Copy the task ID at the service</source>
        <translation>复制服务方任务 ID</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Copy prompt</source>
        <translation>复制提示词</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Reference images</source>
        <translation>参考图</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>The file is not where it was saved.</source>
        <translation>文件不在保存时的位置。</translation>
    </message>
    <message>
        <source>Changed after it was saved; accepted as it is on {time}</source>
        <translation>保存后有改动；已于 {time} 按现状接受</translation>
    </message>
    <message>
        <source>Content credentials present</source>
        <translation>含内容凭证</translation>
    </message>
    <message>
        <source>The file says, signed, how it was made.</source>
        <translation>文件带有签名，说明它是如何生成的。</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Copy the SHA-256</source>
        <translation>复制 SHA-256</translation>
    </message>
</context>
<context>
    <name>TaskMenus</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln star(s)</source>
        <translation>
            <numerusform>取消 %Ln 项的星标</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Star %Ln image(s)</source>
        <translation>
            <numerusform>为 %Ln 项加星标</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Run %Ln failed again…</source>
        <translation>
            <numerusform>重新生成 %Ln 个失败的任务…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln image(s) to bin</source>
        <translation>
            <numerusform>将 %Ln 项移到回收站</numerusform>
        </translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>立即查询</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <source>Watch again</source>
        <translation>继续等待</translation>
    </message>
    <message>
        <source>Find file…</source>
        <translation>查找文件…</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再次生成</translation>
    </message>
    <message>
        <source>Mark as not sent</source>
        <translation>标记为未提交</translation>
    </message>
    <message>
        <source>Compare with reference image</source>
        <translation>与参考图对比</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>备注…</translation>
    </message>
    <message numerus="yes">
        <source>Sort out %Ln image(s)…</source>
        <translation>
            <numerusform>挑选 %Ln 张图片…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rate %Ln image(s)</source>
        <translation>
            <numerusform>为 %Ln 张图片评分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %Ln image(s)…</source>
        <translation>
            <numerusform>%Ln 张图片的标签…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note on %Ln image(s)…</source>
        <translation>
            <numerusform>为 %Ln 张图片写备注…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %Ln image(s)…</source>
        <translation>
            <numerusform>导出 %Ln 张图片…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln prompt(s)</source>
        <translation>
            <numerusform>复制 %Ln 条提示词</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln file(s)</source>
        <translation>
            <numerusform>复制 %Ln 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Save %Ln image(s) to folder…</source>
        <translation>
            <numerusform>将 %Ln 张图片保存到文件夹…</numerusform>
        </translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>彻底删除…</translation>
    </message>
    <message numerus="yes">
        <source>Restore %Ln image(s)</source>
        <translation>
            <numerusform>还原 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln image(s) for good…</source>
        <translation>
            <numerusform>彻底删除 %Ln 张图片…</numerusform>
        </translation>
    </message>
    <message>
        <source>Empty the bin…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>No rating</source>
        <translation>不评分</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>I have a task ID…</source>
        <translation>我有任务 ID…</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>停止等待</translation>
    </message>
    <message>
        <source>Send first</source>
        <translation>优先提交</translation>
    </message>
    <message>
        <source>Send earlier</source>
        <translation>提前提交</translation>
    </message>
    <message>
        <source>Send later</source>
        <translation>延后提交</translation>
    </message>
    <message>
        <source>Hold back</source>
        <translation>暂缓提交</translation>
    </message>
    <message>
        <source>Send when it is its turn</source>
        <translation>轮到时提交</translation>
    </message>
    <message>
        <source>Edit prompt</source>
        <translation>修改提示词</translation>
    </message>
    <message>
        <source>Reuse settings</source>
        <translation>复用设置</translation>
    </message>
    <message>
        <source>Use as reference</source>
        <translation>用作参考图</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy prompt</source>
        <translation>复制提示词</translation>
    </message>
    <message>
        <source>Copy file</source>
        <translation>复制文件</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Open with default program</source>
        <translation>用默认程序打开</translation>
    </message>
    <message>
        <source>Open with…</source>
        <translation>打开方式…</translation>
    </message>
    <message>
        <source>Cancel task</source>
        <translation>取消任务</translation>
    </message>
    <message>
        <source>Move to bin</source>
        <translation>移到回收站</translation>
    </message>
</context>
<context>
    <name>TaskWiring</name>
    <message>
        <source>The API key was not accepted. Tasks are checked once it is changed.</source>
        <translation>API 密钥未被接受。更换密钥后才会查询任务。</translation>
    </message>
    <message>
        <source>Tasks are checked once there is an API key.</source>
        <translation>有了 API 密钥后才会查询任务。</translation>
    </message>
    <message>
        <source>Your balance at the service is used up. Tasks are checked later.</source>
        <translation>你在服务方的余额已用完，稍后会再查询任务。</translation>
    </message>
    <message>
        <source>The service asked us to slow down. Tasks are checked in a moment.</source>
        <translation>服务要求放慢速度。稍后会查询任务。</translation>
    </message>
    <message>
        <source>The service asked us to slow down. Tasks are checked at {time}.</source>
        <translation>服务要求放慢速度。{time} 会查询任务。</translation>
    </message>
    <message>
        <source>Stopped waiting. The service may still finish and charge this task.</source>
        <translation>已停止等待。服务仍可能完成本任务并计费。</translation>
    </message>
    <message>
        <source>This cannot be a task ID.</source>
        <translation>这不可能是任务 ID。</translation>
    </message>
    <message>
        <source>Form filled from “{name}”</source>
        <translation>已用“{name}”填入表单</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>链接已复制</translation>
    </message>
    <message>
        <source>Details copied</source>
        <translation>详情已复制</translation>
    </message>
</context>
<context>
    <name>TemplateMenu</name>
    <message>
        <source>Fill the form</source>
        <translation>填入表单</translation>
    </message>
    <message>
        <source>Append to prompt</source>
        <translation>追加到提示词</translation>
    </message>
    <message>
        <source>Edit in the form</source>
        <translation>在表单中编辑</translation>
    </message>
    <message>
        <source>Replace with current form</source>
        <translation>用当前表单替换</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Move to folder</source>
        <translation>移到文件夹</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>No folder</source>
        <translation>无文件夹</translation>
    </message>
    <message>
        <source>New folder…</source>
        <translation>新建文件夹…</translation>
    </message>
</context>
<context>
    <name>TemplateNews</name>
    <message>
        <source>Templates</source>
        <comment>name of a file</comment>
        <translation>模板</translation>
    </message>
    <message>
        <source>Template “{name}” saved</source>
        <translation>模板“{name}”已保存</translation>
    </message>
    <message>
        <source>Template “{name}” deleted</source>
        <translation>模板“{name}”已删除</translation>
    </message>
    <message numerus="yes">
        <source>%Ln template(s) imported</source>
        <translation>
            <numerusform>已导入 %Ln 个模板</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entry(s) of the file could not be used.</source>
        <translation>
            <numerusform>文件中有 %Ln 项无法使用。</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no templates to export.</source>
        <translation>没有可导出的模板。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln template(s) exported</source>
        <translation>
            <numerusform>已导出 %Ln 个模板</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln reference image(s) could not be put in.</source>
        <translation>
            <numerusform>有 %Ln 张参考图未能放入文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>There are too many templates. Delete one first.</source>
        <translation>模板太多，请先删除一个。</translation>
    </message>
    <message>
        <source>A newer version wrote the templates: they can be used, but not changed here.</source>
        <translation>模板由较新版本写入：可以使用，但无法在此更改。</translation>
    </message>
    <message>
        <source>The file with the templates could not be read. It was kept as {name}.</source>
        <translation>模板文件无法读取，已另存为 {name}。</translation>
    </message>
</context>
<context>
    <name>TemplateWiring</name>
    <message>
        <source>“{name}” appended to the prompt</source>
        <translation>“{name}”已追加到提示词</translation>
    </message>
    <message>
        <source>Form filled from “{name}”</source>
        <translation>已用“{name}”填入表单</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of its reference images are not here: {names}</source>
        <translation>
            <numerusform>其中有 %Ln 张参考图不在本机：{names}</numerusform>
        </translation>
    </message>
    <message>
        <source>Finish typing first</source>
        <translation>请先完成输入</translation>
    </message>
    <message>
        <source>A reference image is still being prepared.</source>
        <translation>参考图仍在准备中。</translation>
    </message>
    <message>
        <source>Write a prompt first.</source>
        <translation>请先输入提示词。</translation>
    </message>
    <message>
        <source>“{name}” keeps what the form holds now</source>
        <translation>“{name}”已改为当前表单的内容</translation>
    </message>
    <message>
        <source>It has no fields to fill in any more.</source>
        <translation>其中不再有需要填写的内容。</translation>
    </message>
    <message>
        <source>“{name}” renamed</source>
        <translation>“{name}”已重命名</translation>
    </message>
    <message>
        <source>“{name}” moved to “{folder}”</source>
        <translation>“{name}”已移到“{folder}”</translation>
    </message>
    <message>
        <source>“{name}” is in no folder now</source>
        <translation>“{name}”已移出文件夹</translation>
    </message>
</context>
<context>
    <name>Templates</name>
    <message>
        <source>“{name}” cannot be read.</source>
        <translation>无法读取“{name}”。</translation>
    </message>
    <message>
        <source>“{name}” is too large for templates.</source>
        <translation>“{name}”过大，不是模板文件。</translation>
    </message>
    <message>
        <source>“{name}” holds no templates.</source>
        <translation>“{name}”中没有模板。</translation>
    </message>
    <message>
        <source>“{name}” was written by a newer version. Update the app to import it.</source>
        <translation>“{name}”由较新版本写入。请更新应用后再导入。</translation>
    </message>
    <message>
        <source>No template in “{name}” can be used.</source>
        <translation>“{name}”中没有可用的模板。</translation>
    </message>
    <message>
        <source>“{name}” holds more templates than there is room for. Delete some first.</source>
        <translation>“{name}”中的模板超出可保存的数量，请先删除一些。</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>TooLargeNote</name>
    <message numerus="yes">
        <source>%Ln more are too large.</source>
        <translation>
            <numerusform>另有 %Ln 张过大。</numerusform>
        </translation>
    </message>
    <message>
        <source>Make smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message numerus="yes">
        <source>Make %Ln smaller</source>
        <translation>
            <numerusform>缩小 %Ln 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln</source>
        <translation>
            <numerusform>移除 %Ln 张</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrashWiring</name>
    <message numerus="yes">
        <source>Delete %Ln image(s)?</source>
        <translation>
            <numerusform>要删除 %Ln 张图片吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>They go to the bin of this program and can be restored from there.</source>
        <translation>图片将移到本应用的回收站，可以从那里还原。</translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln image(s)</source>
        <translation>
            <numerusform>删除 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Already sent. It can&apos;t be taken back.</source>
        <translation>已经提交，无法撤回。</translation>
    </message>
    <message>
        <source>Removed from the queue. Nothing was sent.</source>
        <translation>已从队列中移除，没有提交任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) moved to the bin</source>
        <translation>
            <numerusform>已将 %Ln 项移到回收站</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already sent</source>
        <translation>
            <numerusform>%Ln 个已经提交</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) restored</source>
        <translation>
            <numerusform>已还原 %Ln 项</numerusform>
        </translation>
    </message>
    <message>
        <source>The bin is empty</source>
        <translation>回收站是空的</translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) still being made stay</source>
        <translation>
            <numerusform>%Ln 个仍在生成的任务会保留</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them starred.</source>
        <translation>
            <numerusform>其中 %Ln 张有星标。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) still being made stay in the bin.</source>
        <translation>
            <numerusform>%Ln 个仍在生成的任务会留在回收站。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln starred image(s) as well?</source>
        <translation>
            <numerusform>要同时删除 %Ln 张有星标的图片吗？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln starred image(s)?</source>
        <translation>
            <numerusform>要删除 %Ln 张有星标的图片吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>A star says that an image is to be kept.</source>
        <translation>星标表示这张图片需要保留。</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>文件夹…</translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln starred image(s)</source>
        <translation>
            <numerusform>删除 %Ln 张有星标的图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) removed from the queue</source>
        <translation>
            <numerusform>已从队列中移除 %Ln 个任务</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留它们</translation>
    </message>
    <message numerus="yes">
        <source>{done} of %Ln deleted</source>
        <translation>
            <numerusform>已删除 {done} / %Ln 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) deleted</source>
        <translation>
            <numerusform>已删除 %Ln 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stay: the system&apos;s bin did not take the file</source>
        <translation>
            <numerusform>%Ln 项保留：系统回收站没有接收文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stay: an image folder is not there</source>
        <translation>
            <numerusform>%Ln 项保留：有一个图片文件夹找不到</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UndoWiring</name>
    <message>
        <source>These images are not there any more.</source>
        <translation>这些图片已不存在。</translation>
    </message>
    <message numerus="yes">
        <source>Undone: %Ln image(s) changed back</source>
        <translation>
            <numerusform>已撤销：%Ln 张图片已恢复原状</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done again: %Ln image(s) changed</source>
        <translation>
            <numerusform>已重做：%Ln 张图片已更改</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UpdateDialog</name>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Version {version} is available</source>
        <translation>新版本 {version} 可用</translation>
    </message>
    <message>
        <source>Released on {day}. You have version {version}.</source>
        <translation>发布于 {day}。当前版本为 {version}。</translation>
    </message>
    <message>
        <source>What&apos;s new</source>
        <translation>新功能</translation>
    </message>
    <message>
        <source>Your images, history and settings stay when you install it.</source>
        <translation>安装后，图片、历史和设置都会保留。</translation>
    </message>
    <message>
        <source>Skip this version</source>
        <translation>跳过此版本</translation>
    </message>
    <message>
        <source>Open download page</source>
        <translation>打开下载页面</translation>
    </message>
</context>
<context>
    <name>UpdateWiring</name>
    <message>
        <source>Looking for a newer version…</source>
        <translation>正在检查新版本…</translation>
    </message>
    <message>
        <source>Version {version} is available.</source>
        <translation>新版本 {version} 可用。</translation>
    </message>
    <message>
        <source>What&apos;s new</source>
        <translation>新功能</translation>
    </message>
    <message>
        <source>Version {version} is the newest.</source>
        <translation>{version} 已是最新版本。</translation>
    </message>
    <message>
        <source>Whether there is a newer version could not be found out. Try later.</source>
        <translation>暂时无法得知是否有新版本，请稍后再试。</translation>
    </message>
    <message>
        <source>Looking for a newer version once your tasks are done.</source>
        <translation>任务完成后将检查新版本。</translation>
    </message>
</context>
<context>
    <name>VariableField</name>
    <message>
        <source>May stay empty</source>
        <translation>可不填</translation>
    </message>
</context>
<context>
    <name>ViewCommands</name>
    <message numerus="yes">
        <source>Checking %Ln task(s) now.</source>
        <translation>
            <numerusform>正在查询 %Ln 个任务。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Viewer</source>
        <translation>看图窗口</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>未选择任何任务。</translation>
    </message>
    <message>
        <source>Keep this image</source>
        <translation>固定这张图片</translation>
    </message>
</context>
<context>
    <name>ViewerBar</name>
    <message>
        <source>Fit</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Zoom: {size}</source>
        <translation>缩放：{size}</translation>
    </message>
    <message>
        <source>Show at 100 % (Z)</source>
        <translation>以 100% 显示（Z）</translation>
    </message>
    <message>
        <source>Fit to the window (Z)</source>
        <translation>适应窗口（Z）</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom out (Ctrl+-)</source>
        <translation>缩小（Ctrl+-）</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom in (Ctrl++)</source>
        <translation>放大（Ctrl++）</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Full screen (F)</source>
        <translation>全屏（F）</translation>
    </message>
    <message>
        <source>Keep this image: show it also when another one is selected</source>
        <translation>固定这张图片：选择其他图片时仍显示它</translation>
    </message>
    <message>
        <source>This image is kept. Press to follow the selection again</source>
        <translation>已固定这张图片。再按一次即可重新跟随所选图片</translation>
    </message>
    <message>
        <source>Keep this image</source>
        <translation>固定这张图片</translation>
    </message>
</context>
<context>
    <name>WindowWiring</name>
    <message>
        <source>Update the app to generate images.</source>
        <translation>请更新应用后再生成图片。</translation>
    </message>
    <message>
        <source>The API key was not accepted.</source>
        <translation>API 密钥未被接受。</translation>
    </message>
    <message>
        <source>Add an API key to generate images.</source>
        <translation>请先添加 API 密钥，再生成图片。</translation>
    </message>
    <message>
        <source>You&apos;re offline. It is sent when you are back.</source>
        <translation>你已离线。恢复联网后提交。</translation>
    </message>
    <message>
        <source>The settings could not be saved. They hold until you quit.</source>
        <translation>无法保存设置。它们在退出前有效。</translation>
    </message>
    <message>
        <source>Form cleared</source>
        <translation>表单已清空</translation>
    </message>
</context>
<context>
    <name>WishTable</name>
    <message>
        <source>Not yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>{name}: asked for {asked}, received {received}</source>
        <translation>{name}：要求 {asked}，收到 {received}</translation>
    </message>
    <message>
        <source>{name} differs: asked for {asked}, received {received}</source>
        <translation>{name}不同：要求 {asked}，收到 {received}</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收到</translation>
    </message>
</context>
<context>
    <name>_HelpDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>_Numbers</name>
    <message numerus="yes">
        <source>%Ln image(s)</source>
        <translation>
            <numerusform>%Ln 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln reference image(s)</source>
        <translation>
            <numerusform>%Ln 张参考图</numerusform>
        </translation>
    </message>
</context>
</TS>
